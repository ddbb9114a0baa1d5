/// The workbook's random stream in NumPy. WEIGHTS.md shows these lines, `generator.py` has them, and
/// the references of the tests are made by them.
let noiseProgram = #"""
  def words(seed, purpose, count):
      """The first words of 32 bits of a random stream: Philox4x32-10."""
      # The seed is the key. The counter is the number of the block, and a hash of the purpose (FNV-1a).
      name = 0xCBF29CE484222325
      for byte in purpose.encode():
          name = (name ^ byte) * 0x100000001B3 % 2**64
      low, half = np.uint64(2**32 - 1), np.uint64(32)
      block = np.arange((count + 3) // 4, dtype=np.uint64)
      c = [block & low, block >> half]
      c += [np.full_like(block, name % 2**32), np.full_like(block, name >> 32)]
      key = [seed % 2**32, seed >> 32]
      for _ in range(10):
          a, b = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
          c = [(b >> half) ^ c[1] ^ np.uint64(key[0]), b & low,
               (a >> half) ^ c[3] ^ np.uint64(key[1]), a & low]
          key = [(key[0] + 0x9E3779B9) % 2**32, (key[1] + 0xBB67AE85) % 2**32]
      return np.stack(c, axis=1).reshape(-1)[:count]


  def noise(count, size, distribution, seed, purpose="sample"):
      """Noise as the workbook draws it, [count, size]; normal numbers to the last bit or two."""
      whole = -(-count * size // 32) * 32
      u = (words(seed, purpose, whole) >> np.uint64(8)) * 2.0**-24
      if distribution == "uniform":
          x = 2 * u - 1
      else:
          # Box and Muller: sixteen numbers say how far, the next sixteen in which direction.
          u = u.reshape(-1, 2, 16)
          far, turn = np.sqrt(-2 * np.log(1 - u[:, 0])), 2 * np.pi * u[:, 1]
          x = np.stack([far * np.cos(turn), far * np.sin(turn)], axis=1)
      return x.reshape(-1)[: count * size].reshape(count, size).astype(np.float32)
  """#
