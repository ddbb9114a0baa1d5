"""Reference trajectories of the optimisers: 12 steps of 6 parameters in float64.

    python3 optimizers.py > optimizers.json        needs PyTorch

Every trajectory is computed by the plain formulas below. Where PyTorch has an optimiser of the same
definition it runs too, in float64, and the two must agree to 1e-13; `madeBy` says which did.
"""

import json
import math
import platform

import torch

STEPS, SIZE, TOTAL = 12, 6, 1000
INITIAL = [1.0, -0.5, 0.25, 2.0, -1.5, 0.125]
AGREEMENT = 1e-13

PLAIN = f"plain formulas, Python {platform.python_version()}"
CHECKED = f"{PLAIN}; equal to PyTorch {torch.__version__}: "


def gradient(t):
  """g[t][i] = (((t² + 3ti + 5i + t) mod 17) − 8) / 4 for t = 0 … 11: exact in float32, in ±2."""
  return [((t * t + 3 * t * i + 5 * i + t) % 17 - 8) / 4 for i in range(SIZE)]


GRADIENTS = [gradient(t) for t in range(STEPS)]

# MARK: plain formulas. Each step takes (p, g, state, t) with t from 0 and returns the new p.


def constant(rate):
  return lambda t: rate


def descent(rate, momentum=0.0, nesterov=False):
  """v ← μ·v + g;  p ← p − η(t)·v, or with Nesterov p ← p − η(t)·(g + μ·v)."""

  def step(p, g, v, t):
    v[0] = momentum * v[0] + g
    return p - rate(t) * (g + momentum * v[0] if nesterov else v[0])

  return step


def descent_keras(rate, momentum):
  """v ← μ·v − η(t)·g;  p ← p + v: the rate enters the velocity."""

  def step(p, g, v, t):
    v[0] = momentum * v[0] - rate(t) * g
    return p + v[0]

  return step


def rms_prop(rate, rho, epsilon):
  """a ← ρ·a + (1 − ρ)·g²;  p ← p − η(t)·g / (√a + ε)."""

  def step(p, g, a, t):
    a[0] = rho * a[0] + (1 - rho) * g * g
    return p - rate(t) * g / (math.sqrt(a[0]) + epsilon)

  return step


def adam(rate, beta1, beta2, epsilon, keras=False):
  """m, v as in Kingma and Ba; PyTorch adds ε to √(v / (1 − β₂ᵗ)), Keras 2 and TensorFlow to √v."""

  def step(p, g, s, t):
    s[0] = beta1 * s[0] + (1 - beta1) * g
    s[1] = beta2 * s[1] + (1 - beta2) * g * g
    c1, c2 = 1 - beta1 ** (t + 1), 1 - beta2 ** (t + 1)
    if keras:
      return p - rate(t) * math.sqrt(c2) / c1 * s[0] / (math.sqrt(s[1]) + epsilon)
    return p - rate(t) * (s[0] / c1) / (math.sqrt(s[1] / c2) + epsilon)

  return step


def run(step, clip=lambda g: g):
  p, states, path = list(INITIAL), [[0.0, 0.0] for _ in range(SIZE)], []
  for t, raw in enumerate(GRADIENTS):
    g = clip(raw)
    p = [step(p[i], g[i], states[i], t) for i in range(SIZE)]
    path.append(p)
  return path


def clip_value(bound):
  return lambda g: [min(max(x, -bound), bound) for x in g]


# MARK: the same by PyTorch


def run_torch(make, rate=None, clip=None):
  p = torch.nn.Parameter(torch.tensor(INITIAL, dtype=torch.float64))
  optimiser, path = make([p]), []
  for t, g in enumerate(GRADIENTS):
    p.grad = torch.tensor(g, dtype=torch.float64)
    if rate:
      optimiser.param_groups[0]["lr"] = rate(t)
    if clip:
      clip([p])
    optimiser.step()
    path.append(p.detach().tolist())
  return path


def agree(a, b, name):
  worst = max(abs(x - y) for r, s in zip(a, b) for x, y in zip(r, s))
  assert worst <= AGREEMENT, f"{name}: the formulas and PyTorch differ by {worst}"


# MARK: learning rates


def staircase(t, every=250):
  return 0.95 ** (t // every)


def continuous(t, every=250):
  return 0.95 ** (t / every)


def second_half(t, total=TOTAL):
  return min(1.0, 2 * (1 - t / total)) if t < total else 0.0


def schedules():
  """Factors on the base rate at update t = 0, 1, …; checked against PyTorch's schedulers."""
  cases = [
    ("staircase", "0.95^floor(t / 250)", staircase, "StepLR(250, 0.95)",
     lambda o: torch.optim.lr_scheduler.StepLR(o, 250, 0.95)),
    ("continuous", "0.95^(t / 250)", continuous, "ExponentialLR(0.95^(1 / 250))",
     lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.95 ** (1 / 250))),
    ("linearSecondHalf", "1 for t < 500, then 1 - (t - 500) / 500; 0 from t = 1000",
     second_half, "SequentialLR of ConstantLR and LinearLR(1, 0, 500)", second_half_torch),
  ]
  kept = [0, 1, 125, 249, 250, 499, 500, 501, 750, 999, 1000]
  out = []
  for name, definition, factor, by, make in cases:
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = make(optimiser)
    for t in range(TOTAL):
      got = optimiser.param_groups[0]["lr"]
      assert abs(got - factor(t)) < 1e-11, f"{name} at {t}: {factor(t)}, PyTorch {got}"
      optimiser.step()
      scheduler.step()
    out.append({"name": name, "definition": definition, "total": TOTAL, "steps": kept,
                "factors": [factor(t) for t in kept], "madeBy": CHECKED + by + " to 1e-11"})
  return out


def second_half_torch(optimiser):
  rates = torch.optim.lr_scheduler
  flat = rates.ConstantLR(optimiser, factor=1.0, total_iters=1)
  fall = rates.LinearLR(optimiser, start_factor=1.0, end_factor=0.0, total_iters=TOTAL // 2)
  return rates.SequentialLR(optimiser, [flat, fall], milestones=[TOTAL // 2])


# MARK: the average of the weights


def average(path, decay):
  """e starts as the initial weights; after step t e ← d·e + (1 − d)·p, d = min(decay, (1 + t)/(10 + t))."""
  e, out = list(INITIAL), []
  for t, p in enumerate(path, start=1):
    d = min(decay, (1 + t) / (10 + t))
    e = [d * x + (1 - d) * y for x, y in zip(e, p)]
    out.append(e)
  return out


def average_torch(path, decay):
  e, out = torch.tensor(INITIAL, dtype=torch.float64), []
  for t, p in enumerate(path, start=1):
    update = torch.optim.swa_utils.get_ema_multi_avg_fn(min(decay, (1 + t) / (10 + t)))
    update([e], [torch.tensor(p, dtype=torch.float64)], None)
    out.append(e.tolist())
  return out


def main():
  sgd, adam_torch, rms_torch = torch.optim.SGD, torch.optim.Adam, torch.optim.RMSprop
  clip_v = torch.nn.utils.clip_grad_value_
  decayed = lambda t: 0.01 / (1 + 0.1 * t)
  stairs = lambda t: 0.1 * staircase(t, every=3)
  cases = []

  def case(name, definition, values, path, by=None, check=None):
    if check:
      agree(path, check, name)
    cases.append({"name": name, "definition": definition, "hyperparameters": values,
                  "madeBy": CHECKED + by if check else PLAIN, "trajectory": path})

  plain = run(descent(constant(0.1)))
  case("sgd", "p -= lr * g", {"learningRate": 0.1}, plain, "optim.SGD",
       run_torch(lambda p: sgd(p, lr=0.1)))

  momentum = run(descent(constant(0.1), 0.6))
  agree(momentum, run(descent_keras(constant(0.1), 0.6)), "Keras momentum at a constant rate")
  case("momentum", "v = 0.6 v + g; p -= lr * v. PyTorch and TensorFlow 1 MomentumOptimizer; "
       "Keras is the same while the rate is constant", {"learningRate": 0.1, "momentum": 0.6},
       momentum, "optim.SGD", run_torch(lambda p: sgd(p, lr=0.1, momentum=0.6)))

  case("momentumStaircase", "momentum with lr(t) = 0.1 * 0.95^floor(t / 3), PyTorch and TensorFlow "
       "1: the rate multiplies v", {"learningRate": 0.1, "momentum": 0.6, "decayRate": 0.95,
                                    "decaySteps": 3}, run(descent(stairs, 0.6)), "optim.SGD",
       run_torch(lambda p: sgd(p, lr=0.1, momentum=0.6), rate=stairs))

  case("momentumStaircaseKeras", "v = 0.6 v - lr(t) * g; p += v: the rate enters v, so it "
       "differs from momentumStaircase", {"learningRate": 0.1, "momentum": 0.6, "decayRate": 0.95,
                                          "decaySteps": 3}, run(descent_keras(stairs, 0.6)))

  case("nesterov", "v = 0.6 v + g; p -= lr * (g + 0.6 v)", {"learningRate": 0.1, "momentum": 0.6},
       run(descent(constant(0.1), 0.6, True)), "optim.SGD(nesterov=True)",
       run_torch(lambda p: sgd(p, lr=0.1, momentum=0.6, nesterov=True)))

  case("rmsProp", "a = 0.9 a + 0.1 g^2; p -= lr * g / (sqrt(a) + 1e-7)",
       {"learningRate": 0.01, "rho": 0.9, "epsilon": 1e-7, "decay": 0.0},
       run(rms_prop(constant(0.01), 0.9, 1e-7)), "optim.RMSprop",
       run_torch(lambda p: rms_torch(p, lr=0.01, alpha=0.9, eps=1e-7)))

  case("rmsPropDecay", "Keras 2 RMSprop: as rmsProp with lr / (1 + decay * t), t = 0 at the first "
       "update", {"learningRate": 0.01, "rho": 0.9, "epsilon": 1e-7, "decay": 0.1},
       run(rms_prop(decayed, 0.9, 1e-7)), "optim.RMSprop, its rate set before each step",
       run_torch(lambda p: rms_torch(p, lr=0.01, alpha=0.9, eps=1e-7), rate=decayed))

  for name, beta1, beta2, epsilon in (
    ("adam", 0.5, 0.999, 1e-8), ("adamEpsilon1e-7", 0.5, 0.999, 1e-7),
    ("adamBeta1Zero", 0.0, 0.9, 1e-8),
  ):
    values = {"learningRate": 0.01, "beta1": beta1, "beta2": beta2, "epsilon": epsilon}
    case(name, "m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; p -= lr * (m / (1 - b1^t)) / "
         "(sqrt(v / (1 - b2^t)) + epsilon), t from 1", values,
         run(adam(constant(0.01), beta1, beta2, epsilon)), "optim.Adam",
         run_torch(lambda p: adam_torch(p, lr=0.01, betas=(beta1, beta2), eps=epsilon)))

  case("adamKeras", "Keras 2 and TensorFlow: p -= lr * sqrt(1 - b2^t) / (1 - b1^t) * m / "
       "(sqrt(v) + epsilon): epsilon is added before the correction of v",
       {"learningRate": 0.01, "beta1": 0.5, "beta2": 0.999, "epsilon": 1e-7},
       run(adam(constant(0.01), 0.5, 0.999, 1e-7, keras=True)))

  case("clipByValue", "each g into [-1, 1], then sgd", {"learningRate": 0.1, "clipValue": 1.0},
       run(descent(constant(0.1)), clip_value(1.0)), "clip_grad_value_ and optim.SGD",
       run_torch(lambda p: sgd(p, lr=0.1), clip=lambda p: clip_v(p, 1.0)))

  averaged = average(plain, 0.5)
  agree(averaged, average_torch(plain, 0.5), "average")
  document = {
    "about": "Trajectories of 6 parameters over 12 updates in float64: trajectory[t] is after "
             "update t. Printed by optimizers.py; decimals are the shortest that give the float64.",
    "gradientFormula": "g[t][i] = (((t^2 + 3 t i + 5 i + t) mod 17) - 8) / 4",
    "initial": INITIAL,
    "gradients": GRADIENTS,
    "optimizers": cases,
    "schedules": schedules(),
    "average": {
      "definition": "starts as the initial weights; after sgd update t, e = d e + (1 - d) p with "
                    "d = min(0.5, (1 + t) / (10 + t)): warm-up until t = 8",
      "decay": 0.5, "of": "sgd", "madeBy": CHECKED + "swa_utils.get_ema_multi_avg_fn",
      "trajectory": averaged,
    },
  }
  print(in_rows(document))


def in_rows(value, indent=0):
  """JSON with a row of numbers to a line."""
  pad = " " * (indent + 2)
  if isinstance(value, list) and not all(isinstance(x, (int, float)) for x in value):
    rows = [pad + in_rows(x, indent + 2) for x in value]
    return "[\n" + ",\n".join(rows) + "\n" + " " * indent + "]"
  if isinstance(value, dict):
    rows = [f"{pad}{json.dumps(k)}: {in_rows(v, indent + 2)}" for k, v in value.items()]
    return "{\n" + ",\n".join(rows) + "\n" + " " * indent + "}"
  return json.dumps(value)


if __name__ == "__main__":
  main()
