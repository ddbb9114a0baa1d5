"""Coefficients of the workbook's float32 kernels, derived here, and the errors they make.

    python3 polynomials.py > COEFFICIENTS.md       about half a minute, needs mpmath

Each coefficient set is the weighted minimax polynomial found by Remez' exchange (E. Remez, 1934) in
40-digit arithmetic. Coefficients are rounded to float32 one at a time, lowest order first, and the
rest is fitted again after each, so that a later coefficient makes up for an earlier one's rounding.

The kernels are then run in float32, exactly: `fma` below rounds once, as the hardware does.
"""

import math
import random
import struct
import sys
from fractions import Fraction

from mpmath import mp, mpf

mp.dps = 40

# MARK: float32 arithmetic, each operation rounded once

INF = math.inf


def f32(x):
  """The nearest float32, ties to even."""
  try:
    return struct.unpack("f", struct.pack("f", x))[0]
  except OverflowError:
    return math.copysign(INF, x)


def bits(x):
  return struct.unpack("I", struct.pack("f", x))[0]


def from_bits(b):
  return struct.unpack("f", struct.pack("I", b & 0xFFFFFFFF))[0]


def fma(a, b, c):
  """a·b + c rounded once to float32.

  The product of two float32 is exact in float64. The sum is rounded to odd: if it is inexact and
  its last bit is 0, it moves one step towards the part that was lost. Rounding an odd-rounded
  53-bit number to 24 bits equals rounding the exact sum (S. Boldo, G. Melquiond, 2008).
  """
  p = a * b
  s = p + c
  if s - s != 0:
    return f32(s)
  t = s - p
  lost = (p - (s - t)) + (c - t)
  if lost != 0 and not struct.unpack("Q", struct.pack("d", s))[0] & 1:
    s = math.nextafter(s, INF if lost > 0 else -INF)
  return f32(s)


def add(a, b):
  return f32(a + b)  # float64 has more than twice the bits: rounding twice is harmless here


def mul(a, b):
  return f32(a * b)


def div(a, b):
  if b == 0 or math.isinf(b):
    return math.copysign(INF if b == 0 else 0.0, a * math.copysign(1, b))
  return f32(a / b)


def round_fraction(value):
  """The nearest float32 to a nonzero rational, ties to even: slow, and used to check `fma`."""
  size = abs(value)
  exponent = math.frexp(float(size))[1]
  while size >= Fraction(2) ** exponent:
    exponent += 1
  while size < Fraction(2) ** (exponent - 1):
    exponent -= 1
  step = Fraction(2) ** max(exponent - 24, -149)
  return float(round(value / step) * step)


def check_fma(count, generator):
  """Compares `fma` with rational arithmetic, a third of it where rounding twice is wrong.

  (1 + k·2⁻²³)·(1 − k·2⁻²³)·2⁻²⁴ is just below half the spacing of float32 in [1, 2), by so little
  that float64 drops it: c plus that is a tie for who rounds twice, and half of the c round up.
  """
  tricky = 0
  for i in range(count):
    a, b = (f32(generator.uniform(-2, 2)) for _ in range(2))
    c = f32(generator.uniform(-2, 2) * 2.0 ** generator.randint(-60, 60))
    if i % 3 == 0:
      c = f32(-a * b * generator.choice([1, 2, 2.0**-20, 2.0**24, 2.0**26]))
    if i % 3 == 1:
      k, scale = generator.randint(1, 255), 2.0 ** generator.randint(-60, 60)
      a, b = 1 + k * 2.0**-23, (1 - k * 2.0**-23) * 2.0**-24 * scale
      c = f32(generator.choice([1, -1]) * generator.uniform(1, 1.99)) * scale
    exact = Fraction(a) * Fraction(b) + Fraction(c)
    if exact != 0:
      truth = round_fraction(exact)
      assert fma(a, b, c) == truth, f"fma({a!r}, {b!r}, {c!r}) is not {truth!r}"
      tricky += f32(a * b + c) != truth
  assert tricky > count // 10, "the points do not tell one rounding from two"


# MARK: minimax polynomials


def solve(matrix, right):
  return mp.lu_solve(mp.matrix(matrix), mp.matrix(right))


def remez(target, weight, points, degree):
  """Coefficients c that make max |weight·(target − Σ c_k x^k)| over the points least."""
  size = degree + 2
  count = len(points)
  picked = [int((1 - math.cos(math.pi * (i + 0.5) / size)) / 2 * (count - 1)) for i in range(size)]
  for _ in range(40):
    rows, right = [], []
    for i, k in enumerate(picked):
      rows.append([points[k] ** j for j in range(degree + 1)] + [(-1) ** i / weight[k]])
      right.append(target[k])
    solution = solve(rows, right)
    c = [solution[j] for j in range(degree + 1)]
    errors = [w * (t - mp.polyval(c[::-1], x)) for x, t, w in zip(points, target, weight)]
    level = abs(solution[degree + 1]) * (1 - mpf(10) ** -20)
    runs = []
    for k, e in enumerate(errors):
      if abs(e) < level:
        continue
      if runs and (errors[runs[-1]] > 0) == (e > 0):
        if abs(e) > abs(errors[runs[-1]]):
          runs[-1] = k
      else:
        runs.append(k)
    while len(runs) > size:
      runs.pop(0 if abs(errors[runs[0]]) < abs(errors[runs[-1]]) else -1)
    assert len(runs) == size, "the error does not alternate often enough"
    if runs == picked:
      return c, max(abs(e) for e in errors)
    picked = runs
  raise ArithmeticError("the exchange did not settle")


def minimax32(function, weight, low, high, degree, fixed=()):
  """Minimax coefficients in float32, and the greatest weighted error they leave."""
  count = 1500
  middle, half = (mpf(low) + high) / 2, (mpf(high) - low) / 2
  points = [middle - half * mp.cos(mp.pi * (i + mpf(1) / 2) / count) for i in range(count)]
  target = [function(x) for x in points]
  weights = [abs(weight(x)) for x in points]
  _, ideal = remez(target, weights, points, degree)
  done = [mpf(c) for c in fixed]
  while len(done) <= degree:
    k = len(done)
    rest = [(t - mp.polyval(done[::-1] or [0], x)) / x**k for t, x in zip(target, points)]
    scaled = [w * abs(x) ** k for w, x in zip(weights, points)]
    c, _ = remez(rest, scaled, points, degree - k)
    done.append(mpf(f32(float(c[0]))))
  left = max(w * abs(t - mp.polyval(done[::-1], x)) for x, t, w in zip(points, target, weights))
  return [float(c) for c in done], float(ideal), float(left)


LN2 = mp.log(2)
LN2_HI = f32(float(LN2))
LN2_LO = f32(float(LN2 - mpf(LN2_HI)))
LOG2_E = f32(float(1 / LN2))
MAGIC = 1.5 * 2.0**23
SQRT_HALF_BITS = 0x3F3504F3
EXP_MAX = from_bits(0x42B17217)
EXP_MIN = from_bits(0xC2AEAC4F)
EXPM1_MIN, EXPM1_MAX = -18.0, 18.0
TANH_MAX = f32(9.02)


def fit():
  reach = LN2 / 2 * (1 + mpf(2) ** -16)
  third, narrow = mpf(1) / 3, 3 - 2 * mp.sqrt(2)
  turn = mpf(1) / 64

  def atanh_rest(z):
    s = mp.sqrt(z)
    return (2 * mp.atanh(s) - 2 * s) / s**3

  def atanh_weight(z):
    return z * mp.sqrt(z) / (2 * mp.atanh(mp.sqrt(z)))

  def angle(z):
    return 2 * mp.pi * mp.sqrt(z)

  def expm1_rest(r):
    return (mp.expm1(r) - r) / r**2

  def expm1_weight(r):
    return r**2 / mp.expm1(r)

  return {
    "P4": minimax32(expm1_rest, expm1_weight, -reach, reach, 4),
    "P5": minimax32(expm1_rest, expm1_weight, -reach, reach, 5),
    "Q3": minimax32(atanh_rest, atanh_weight, 0, third**2, 3),
    "Q4": minimax32(atanh_rest, atanh_weight, 0, third**2, 4),
    "Q2": minimax32(atanh_rest, atanh_weight, 0, narrow**2, 2),
    "S": minimax32(lambda z: mp.sin(angle(z)) / mp.sqrt(z), mp.sqrt, 0, turn, 3),
    "C": minimax32(lambda z: (mp.cos(angle(z)) - 1) / z, lambda z: z, 0, turn, 3),
  }


# MARK: the kernels, operation by operation


def horner(c, x):
  y = c[-1]
  for k in range(len(c) - 2, -1, -1):
    y = fma(y, x, c[k])
  return y


def reduce(x):
  """t = 1.5·2²³ + n, r = x − n·ln 2 with n the integer nearest to x·log2 e."""
  t = fma(x, LOG2_E, MAGIC)
  n = add(t, -MAGIC)
  r = fma(n, -LN2_HI, x)
  return t, fma(n, -LN2_LO, r)


def expm1_core(r, p):
  return fma(mul(r, r), horner(p, r), r)


def exp(x, p):
  if x != x:
    return x
  if x > EXP_MAX:
    return INF
  if x < EXP_MIN:
    return 0.0
  t, r = reduce(x)
  y = add(1.0, expm1_core(r, p))
  return from_bits(bits(y) + (bits(t) << 23))


def expm1(x, p):
  """For |x| ≤ 18, and −1 below; above 18 it is `exp`."""
  if x > EXPM1_MAX:
    return exp(x, p)
  t, r = reduce(max(x, EXPM1_MIN))
  scale = from_bits(0x3F800000 + (bits(t) << 23))
  return fma(expm1_core(r, p), scale, add(scale, -1.0))


def tanh(x, p):
  a = min(abs(x), TANH_MAX)
  e = expm1(add(a, a), p)
  return math.copysign(div(e, add(e, 2.0)), x)


def sigmoid(x, p):
  return div(1.0, add(1.0, exp(-x, p)))


def log1p(f, q):
  """For f in [0, 1]."""
  s = div(f, add(2.0, f))
  z = mul(s, s)
  rest = mul(z, horner(q, z))
  return fma(-s, add(f, -rest), f)


def log(x, q):
  """For normal x > 0."""
  b = bits(x)
  n = (b - SQRT_HALF_BITS) >> 23
  f = add(from_bits(b - (n << 23)), -1.0)
  s = div(f, add(2.0, f))
  z = mul(s, s)
  rest = mul(z, horner(q, z))
  t = fma(s, add(f, -rest), mul(float(n), -LN2_LO))
  return fma(float(n), LN2_HI, add(f, -t))


def log_plain(x, q):
  """The textbook order 2s + s³·Q, to see what the exact leading term f is worth."""
  b = bits(x)
  n = (b - SQRT_HALF_BITS) >> 23
  m = from_bits(b - (n << 23))
  s = div(add(m, -1.0), add(m, 1.0))
  z = mul(s, s)
  y = fma(mul(s, z), horner(q, z), add(s, s))
  return fma(float(n), LN2_HI, fma(float(n), LN2_LO, y))


def softplus(x, p, q):
  return add(max(x, 0.0), log1p(exp(-abs(x), p), q))


def sin_cos_turn(u, s, c):
  """sin 2πu and cos 2πu for u in [0, 1)."""
  k = math.floor(4 * u + 0.5)
  r = add(u, -k / 4)
  z = mul(r, r)
  a = mul(r, horner(s, z))
  b = fma(z, horner(c, z), 1.0)
  return [(a, b), (b, -a), (-a, -b), (-b, a)][k & 3]


# MARK: measuring


def ulp(x):
  """The spacing of float32 at x."""
  return 2.0 ** max(math.frexp(x)[1] - 24, -149)


def samples(low, high, count, generator):
  """Uniform points, points uniform in the exponent, and the neighbours of every power of two."""
  found = {f32(low), f32(high)}
  while len(found) < count // 2:
    found.add(f32(generator.uniform(low, high)))
  while len(found) < count:
    size = 2.0 ** generator.uniform(-40, math.log2(max(abs(low), abs(high))))
    value = f32(math.copysign(size, generator.choice([low, high])))
    if low <= value <= high:
      found.add(value)
  for e in range(-126, 128):
    for step in (-2, -1, 0, 1, 2):
      for sign in (1, -1):
        value = sign * from_bits(((e + 127) << 23) + step)
        if low <= value <= high and abs(value) >= 2.0**-126:
          found.add(value)
  return sorted(found)


def spread_normals(count, generator):
  """Positive normal float32: uniform bit patterns, all powers of two with neighbours, around 1."""
  found = {from_bits((e << 23) + d) for e in range(1, 255) for d in (-2, -1, 0, 1, 2)}
  found |= {from_bits(0x3F800000 + d) for d in range(-3000, 3000)}
  found |= {from_bits(SQRT_HALF_BITS + (e << 23) + d) for e in (-1, 0, 1) for d in range(-50, 50)}
  while len(found) < count:
    found.add(from_bits(generator.randrange(0x00800000, 0x7F800000)))
    found.add(f32(generator.uniform(0.5, 2)))
  return sorted(x for x in found if 2.0**-126 <= x < INF)


def worst_ulp(kernel, exact, precise, points, smallest=0.0):
  """The greatest error in ulp, its point, its mean, and its value again in 40 digits."""
  worst, at, total, used = 0.0, None, 0.0, 0
  for x in points:
    truth = exact(x)
    if abs(truth) < smallest:
      continue
    error = abs(kernel(x) - truth) / ulp(truth) if truth else abs(kernel(x)) / ulp(0)
    total += error
    used += 1
    if error > worst:
      worst, at = error, x
  truth = precise(mpf(at))
  again = float(abs(mpf(kernel(at)) - truth) / ulp(float(truth)))
  assert abs(again - worst) < 1e-4 * (1 + worst), "float64 is no yardstick here"
  return worst, at, total / used, used


def hexadecimal(x):
  head, power = float(x).hex().split("p")
  head = head.rstrip("0").rstrip(".") if "." in head else head
  return f"{head}p{int(power)}"


# Where a search of every float32, by a compiled copy of these kernels with the recommended sets,
# found the greatest error. (exp and expm1: all x from expMin to expMax; tanh: all x; sigmoid:
# |x| ≤ 87.3; softplus: x > −87.3; log: all normal x; log1p: [0, 1]; sin and cos: all k / 2²⁴.)
SEARCHED = {
  "exp": "0x1.2e36ap5", "expm1": "0x1.907d84p-2", "tanh": "0x1.fc1832p-5",
  "sigmoid": "-0x1.0a2bd8p4", "log": "0x1.474702p0", "log1p": "0x1.4ab6e4p-1",
  "softplus": "0x1.36a26ep-2", "sin": "0x1.fed32p-4", "cos": "0x1.bfda64p-1",
}


def sigmoid64(x):
  return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def softplus64(x):
  return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def main():
  generator = random.Random(1)
  check_fma(200_000, generator)
  sets = fit()
  p4, p5, q2, q3, q4, s, c = (sets[k][0] for k in ("P4", "P5", "Q2", "Q3", "Q4", "S", "C"))
  count = 200_000
  wide = samples(EXP_MIN, EXP_MAX, count, generator)
  middle = samples(-18.0, 18.0, count, generator)
  tanh_points = samples(-9.02, 9.02, count, generator)
  unit = samples(0.0, 1.0, count, generator)
  normals = spread_normals(count, generator)
  log_sigmoid_points = samples(-87.0, 87.0, count, generator)
  sig_precise = lambda x: 1 / (1 + mp.exp(-x))
  soft_precise = lambda x: max(x, 0) + mp.log1p(mp.exp(-abs(x)))
  cases = []
  for name, p in (("P4", p4), ("P5", p5)):
    cases += [
      (f"exp, {name}", lambda x, p=p: exp(x, p), math.exp, mp.exp, wide),
      (f"expm1, {name}", lambda x, p=p: expm1(x, p), math.expm1, mp.expm1, middle),
      (f"tanh, {name}", lambda x, p=p: tanh(x, p), math.tanh, mp.tanh, tanh_points),
      (f"sigmoid, {name}", lambda x, p=p: sigmoid(x, p), sigmoid64, sig_precise,
       log_sigmoid_points),
    ]
  for name, q in (("Q3", q3), ("Q4", q4), ("Q2", q2)):
    cases.append((f"log, {name}", lambda x, q=q: log(x, q), math.log, mp.log, normals))
  cases.append(("log as 2s + s³Q, Q3", lambda x: log_plain(x, q3), math.log, mp.log, normals))
  for name, q in (("Q3", q3), ("Q4", q4)):
    cases.append((f"log1p on [0, 1], {name}", lambda x, q=q: log1p(x, q), math.log1p, mp.log1p,
                  unit))
    cases.append((f"softplus, P4 and {name}", lambda x, q=q: softplus(x, p4, q), softplus64,
                  soft_precise, log_sigmoid_points))
  results = []
  for name, kernel, exact, precise, points in cases:
    points = points + [float.fromhex(SEARCHED[name.replace(",", " ").split()[0]])]
    results.append((name, *worst_ulp(kernel, exact, precise, points, smallest=2.0**-126)))
    print(name, results[-1][1:], file=sys.stderr)
  turns = [generator.randrange(1 << 24) / 2.0**24 for _ in range(count)]
  turns += [(k << 21) / 2.0**24 for k in range(8)]
  turns += [((k << 21) + d) % (1 << 24) / 2.0**24 for k in range(8) for d in range(-50, 51)]
  turns += [float.fromhex(SEARCHED[name]) for name in ("sin", "cos")]
  worst_sin = max((abs(sin_cos_turn(u, s, c)[0] - math.sin(2 * math.pi * u)), u) for u in turns)
  worst_cos = max((abs(sin_cos_turn(u, s, c)[1] - math.cos(2 * math.pi * u)), u) for u in turns)
  report(sets, results, worst_sin, worst_cos, len(turns), (p4, q3))


def report(sets, results, worst_sin, worst_cos, turns, chosen):
  p, q = chosen
  out = []
  say = out.append
  say("# Coefficients of the float32 kernels\n")
  say("Printed by `polynomials.py`, which derives and measures them.")
  say("`fma(a, b, c)` is a·b + c rounded once. Bold is the recommended set.\n")
  say("## Constants\n\n| name | float32 | decimal |\n|---|---|---|")
  for name, value in (
    ("log2e", LOG2_E), ("ln2Hi", LN2_HI), ("ln2Lo", LN2_LO), ("magic = 1.5·2²³", MAGIC),
    ("expMax", EXP_MAX), ("expMin", EXP_MIN), ("tanhMax", TANH_MAX),
    ("√½ (bit pattern 0x3F3504F3)", from_bits(SQRT_HALF_BITS)),
  ):
    say(f"| {name} | `{hexadecimal(value)}` | {value:.9g} |")
  say("\nln2Hi is ln 2 rounded to 24 bits, with no trailing zeros: x − n·ln2Hi is exact *by FMA*,")
  say("not without it.\n")
  say("## Polynomials\n")
  say("Coefficients from order 0 up. *Left* is the greatest weighted error (relative to the whole")
  say("function for P and Q, absolute for S and C) of the rounded coefficients, evaluated exactly;")
  say("*ideal* is that before rounding them.\n")
  use = {
    "P4": "**P, degree 4**: expm1(r) = r + r²·P(r), |r| ≤ ln 2 / 2",
    "P5": "P, degree 5, one fma more",
    "Q3": "**Q, degree 3**: 2·atanh(s) = 2s + s³·Q(s²), |s| ≤ 1/3: log and log1p",
    "Q4": "Q, degree 4, one fma more",
    "Q2": "Q, degree 2, |s| ≤ 3 − 2√2: log only, one fma less",
    "S": "**S, degree 3**: sin 2πr = r·S(r²), |r| ≤ 1/8",
    "C": "**C, degree 3**: cos 2πr = 1 + r²·C(r²), |r| ≤ 1/8",
  }
  for key in ("P4", "Q3", "S", "C", "P5", "Q4", "Q2"):
    coefficients, ideal, left = sets[key]
    say(f"{use[key]}. Left {left:.3g}, ideal {ideal:.3g}.\n")
    say("| order | float32 | decimal |\n|---|---|---|")
    for k, value in enumerate(coefficients):
      say(f"| {k} | `{hexadecimal(value)}` | {value:.9g} |")
    say("")
  say("## Measured errors\n")
  say("In units in the last place of the true value (ulp); a correctly rounded result has at most")
  say("0.5. Points: half uniform in the range, half uniform in the exponent, and the powers of two")
  say("with two neighbours each side; true results that are subnormal are left out. To these are")
  say("added the points where a search of every float32 in the domain, by a compiled copy of the")
  say("recommended kernels, was worst: for P4 and Q3 the column *worst* is therefore the greatest")
  say("there is. The rows of other sets and *log as 2s + s³Q* are samples: perhaps a little low.\n")
  say("| function | worst (ulp) | at | mean (ulp) | points |\n|---|---|---|---|---|")
  for name, worst, at, mean, used in results:
    say(f"| {name} | {worst:.3f} | `{hexadecimal(at)}` = {at:.6g} | {mean:.3f} | {used} |")
  say(f"\nsin 2πu, cos 2πu, u = k / 2²⁴ in [0, 1), {turns} points: greatest absolute error")
  say("{:.3g} (u = {:.8g}) and {:.3g} (u = {:.8g});".format(*worst_sin, *worst_cos))
  say("the greatest of all 2²⁴; half the spacing of float32 just below 1 is 2.98e-8.\n")
  say("## Values at the edges, as simulated\n")
  say("| call | result |\n|---|---|")
  above = lambda x: from_bits(bits(x) + 1)
  for text, value in (
    ("exp(±0)", exp(-0.0, p)), ("exp(expMax)", exp(EXP_MAX, p)),
    ("exp(next above expMax)", exp(above(EXP_MAX), p)),
    ("exp(expMin)", exp(EXP_MIN, p)), ("exp(next below expMin)", exp(above(EXP_MIN), p)),
    ("expm1(−0)", expm1(-0.0, p)), ("expm1(2⁻¹²⁶)", expm1(2.0**-126, p)),
    ("expm1(−100)", expm1(-100.0, p)),
    ("tanh(−0)", tanh(-0.0, p)), ("tanh(2⁻¹⁴⁹)", tanh(2.0**-149, p)),
    ("tanh(1e-20)", tanh(f32(1e-20), p)), ("tanh(9.0)", tanh(9.0, p)),
    ("tanh(tanhMax)", tanh(TANH_MAX, p)), ("tanh(−∞)", tanh(-INF, p)),
    ("sigmoid(0)", sigmoid(0.0, p)), ("sigmoid(−88)", sigmoid(-88.0, p)),
    ("sigmoid(−89)", sigmoid(-89.0, p)), ("sigmoid(100)", sigmoid(100.0, p)),
    ("log(1)", log(1.0, q)), ("log(2)", log(2.0, q)), ("log(2⁻¹²⁶)", log(2.0**-126, q)),
    ("log1p(0)", log1p(0.0, q)), ("log1p(−0)", log1p(-0.0, q)), ("log1p(1)", log1p(1.0, q)),
    ("softplus(0)", softplus(0.0, p, q)), ("softplus(100)", softplus(100.0, p, q)),
    ("softplus(−100)", softplus(-100.0, p, q)),
  ):
    say(f"| {text} | `{hexadecimal(value) if math.isfinite(value) else value}` = {value:.9g} |")
  say(ORDER)
  print("\n".join(out))


ORDER = """
## Order of evaluation, as simulated

Horner: `y = c[d]; y = fma(y, x, c[k])` for k = d−1 … 0.

```
reduce(x):    t = fma(x, log2e, magic)       // 1.5·2²³ + n: the low bits of t are n
              n = t − magic
              r = fma(n, −ln2Hi, x)          // exact
              r = fma(n, −ln2Lo, r)
core(r):      q = fma(r·r, P(r), r)
exp(x):       y = 1 + q
              bits(y) &+ (bits(t) &<< 23)    // times 2ⁿ; no conversion to an integer
              then: x > expMax → +∞;  x < expMin → 0;  x ≠ x → x
expm1(x):     x = max(x, −18);  s = float(bits: 0x3F80_0000 &+ (bits(t) &<< 23))   // 2ⁿ
              fma(q, s, s − 1)               // for x ≤ 18; above, use exp
tanh(x):      a = min(|x|, tanhMax);  e = expm1(a + a);  e / (e + 2), with the sign of x
sigmoid(x):   1 / (1 + exp(−x))
log1p(f):     s = f / (2 + f);  z = s·s;  R = z·Q(z)         // f in [0, 1]
              fma(−s, f − R, f)              // = 2s + s·R, because 2s = f − s·f
log(x):       n = (bits(x) − 0x3F3504F3) >> 23, arithmetic, as Int32
              f = float(bits: bits(x) − (n << 23)) − 1       // exact
              s, z, R as in log1p
              t = fma(s, f − R, n·(−ln2Lo))
              fma(n, ln2Hi, f − t)
softplus(x):  max(x, 0) + log1p(exp(−|x|))
sinCos(u):    k = floor(4u + ½);  r = u − k/4;  z = r·r      // exact for u = j/2²⁴
              a = r·S(z);  b = fma(z, C(z), 1)
              k mod 4 = 0: (a, b)   1: (b, −a)   2: (−a, −b)   3: (−b, a)    // (sin, cos)
```

## Pitfalls

- The leading term of log is f itself, which is exact; `2s + s³·Q` starts from a rounded quotient
  and is worse (the row *log as 2s + s³Q*).
- exp multiplies by 2ⁿ in the exponent field, so n = 128 (x above 88.37) needs no second step; at
  n = −126 the clamp keeps 1 + q ≥ 1. A multiplication by a float 2ⁿ would overflow at n = 128.
- Results below 2⁻¹²⁶ are 0 in exp. sigmoid divides, so it is subnormal in the narrow range
  −88.72 ≤ x < −87.33 (on hardware that keeps subnormals, the default) and 0 below.
- NaN: exp must select x back at the end: adding to the exponent field of a NaN can make it finite.
  min and max may drop a NaN too, so tanh, expm1 and softplus need the same selection.
- −0: expm1(−0) is +0 in this order; log1p(−0) is −0; tanh keeps −0, because its sign is put back
  last.
- tanh is accurate for tiny x because expm1 is: (1 + q) − 1 in its place would return 0 below 2⁻²⁵.
- log is for normal x > 0. The caller selects x = 0 → −∞, x < 0 → NaN, x = +∞ → +∞, NaN → NaN; for a
  subnormal x use log(x·2²³) − 23·ln 2, or treat it as 0.
- magic + n holds only for |n| < 2²²: clamp or select, do not trust reduce for |x| above 2²¹.
"""


if __name__ == "__main__":
  main()
