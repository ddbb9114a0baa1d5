"""Philox4x32-10 written out, checked against its published known answers.

    python3 philox.py            prints philox.json; standard library only

J. Salmon, M. Moraes, R. Dror, D. Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
The answers are those of the file kat_vectors that its authors publish with Random123: every bit
0, every bit 1, and the digits of pi. They are typed in below, and the code must reproduce them.
"""

import json

MASK = 0xFFFFFFFF
MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
WEYL = (0x9E3779B9, 0xBB67AE85)

KNOWN_ANSWERS = [
  ("all zeros", "00000000 00000000 00000000 00000000", "00000000 00000000",
   "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
  ("all ones", "ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff",
   "408f276d 41c83b0e a20bc7c6 6d5451fd"),
  ("digits of pi", "243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0",
   "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def philox(counter, key, rounds=10):
  """Four 32-bit words from a counter of four words and a key of two."""
  c0, c1, c2, c3 = counter
  k0, k1 = key
  for _ in range(rounds):
    p0, p1 = MULTIPLIERS[0] * c0, MULTIPLIERS[1] * c2
    c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK, (p0 >> 32) ^ c3 ^ k1, p0 & MASK
    k0, k1 = (k0 + WEYL[0]) & MASK, (k1 + WEYL[1]) & MASK
  return c0, c1, c2, c3


def words(text):
  return [int(word, 16) for word in text.split()]


def main():
  vectors = []
  for name, counter, key, answer in KNOWN_ANSWERS:
    got = " ".join(f"{word:08x}" for word in philox(words(counter), words(key)))
    assert got == answer, f"{name}: expected {answer}, got {got}"
    vectors.append({"name": name, "counter": counter, "key": key, "words": got})
  print(json.dumps({
    "about": "Philox4x32-10, words in hexadecimal, word 0 first. Published with Random123 (Salmon, "
             "Moraes, Dror and Shaw, 2011) and reproduced by philox.py.",
    "vectors": vectors,
  }, indent=2))


if __name__ == "__main__":
  main()
