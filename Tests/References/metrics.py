"""Writes the reference values of MetricsTests and DatasetsTests.

    python3 Tests/References/metrics.py

Needs numpy, scipy and mpmath. Samples are given by a rule on whole numbers that the tests repeat
(every value is exact as a Float), so that only the answers are written down.
"""
import pathlib

import mpmath
import numpy as np
from scipy import integrate, spatial, stats

mpmath.mp.dps = 40
tests = pathlib.Path(__file__).resolve().parent.parent


def sample(count, factor, modulus, scale, shift):
    """Value i is (i·factor mod modulus)/scale + shift."""
    return np.array([(i * factor % modulus) / scale + shift for i in range(count)])


rules = [
    (1, 1, 2, 1, 0.5),
    (5, 7, 11, 4, -1.0),
    (7, 3, 13, 4, -2.5),
    (64, 37, 101, 16, -4.0),
    (100, 7919, 1009, 256, -3.0),
    (777, 7919, 1009, 128, -4.0),
    (1000, 613, 29, 8, -2.0),  # 29 different values: many ties
]
samples = [sample(*rule) for rule in rules]


def number(value):
    return repr(float(value))


def table(name, kind, rows):
    body = "".join(f"  {row},\n" for row in rows)
    return f"let {name}: [{kind}] = [\n{body}]\n"


def against_normal(values, mean, std):
    """∫ |F_n(x) − F(x)| dx by quadrature, piece by piece, split where the curves cross."""
    law = stats.norm(mean, std)
    x = np.sort(values)
    n = len(x)
    total = integrate.quad(law.cdf, -np.inf, x[0], epsabs=1e-13)[0]
    total += integrate.quad(law.sf, x[-1], np.inf, epsabs=1e-13)[0]
    for k in range(1, n):
        a, b = x[k - 1], x[k]
        if a == b:
            continue
        c = k / n
        cuts = [a, b]
        crossing = law.ppf(c)
        if a < crossing < b:
            cuts = [a, crossing, b]
        for low, high in zip(cuts, cuts[1:]):
            total += abs(integrate.quad(lambda t: law.cdf(t) - c, low, high, epsabs=1e-14)[0])
    return total


def histogram_divergence(values, mean, std, low, high, bins):
    edges = np.linspace(low, high, bins + 1)
    counts = np.histogram(values, np.concatenate([[-np.inf], edges, [np.inf]]))[0]
    cells = np.diff(np.concatenate([[0], stats.norm(mean, std).cdf(edges), [1]]))
    return spatial.distance.jensenshannon(counts, cells) ** 2


def density_divergence(p, q):
    def integrand(x):
        a, b = p(x), q(x)
        m = (a + b) / 2
        return a * np.log(a / m) / 2 + b * np.log(b / m) / 2

    return integrate.quad(integrand, -12, 12, points=[-2, 0, 2], epsabs=1e-13, limit=400)[0]


pairs = []
for i in range(len(samples)):
    for j in range(i + 1, len(samples)):
        a, b = samples[i], samples[j]
        pairs.append(
            f".init(a: {i}, b: {j}, w1: {number(stats.wasserstein_distance(a, b))}, "
            f"ks: {number(stats.ks_2samp(a, b, method='asymp').statistic)})"
        )
normals = []
for i, values in enumerate(samples):
    for mean, std in [(-1.0, 1.0), (0.5, 2.0), (6.0, 0.25)]:
        normals.append(
            f".init(a: {i}, mean: {mean}, std: {std}, w1: {number(against_normal(values, mean, std))}, "
            f"ks: {number(stats.kstest(values, stats.norm(mean, std).cdf).statistic)}, "
            f"js: {number(histogram_divergence(values, mean, std, -4.0, 4.0, 16))})"
        )
moments = [
    f".init(a: {i}, mean: {number(values.mean())}, std: {number(values.std())})"
    for i, values in enumerate(samples)
]
divergences = [
    f".init(mean: {mean}, std: {std}, js: "
    f"{number(density_divergence(stats.norm(0, 1).pdf, stats.norm(mean, std).pdf))})"
    for mean, std in [(0.0, 1.0), (0.5, 1.0), (2.0, 1.0), (0.0, 2.0), (-1.0, 0.5)]
]
head = "// Written by Tests/References/metrics.py.\n// swift-format-ignore-file\n\n"
rule_rows = [f".init(count: {c}, factor: {f}, modulus: {m}, scale: {s}, shift: {h})" for c, f, m, s, h in rules]
(tests / "MetricsTests" / "References.swift").write_text(
    head
    + table("sampleRules", "SampleRule", rule_rows)
    + "\n/// scipy.stats.wasserstein_distance, ks_2samp\n"
    + table("pairReferences", "PairReference", pairs)
    + "\n/// Quadrature of |F_n − F|; scipy.stats.kstest; spatial.distance.jensenshannon² over 18 cells\n"
    + table("normalReferences", "NormalReference", normals)
    + "\n/// numpy mean and std\n"
    + table("momentReferences", "MomentReference", moments)
    + "\n/// JS(N(0, 1), N(mean, std)) by quadrature\n"
    + table("divergenceReferences", "DivergenceReference", divergences)
)

# Distributions, with 40 digits.
mixtures = {
    "-1:1": [(1, -1, 1)],
    "0.5:-2:0.4,0.5:2:0.4": [(0.5, -2, 0.4), (0.5, 2, 0.4)],
    "1:-1:0.5,2:0.5:1.5,1:4:0.25": [(0.25, -1, 0.5), (0.5, 0.5, 1.5), (0.25, 4, 0.25)],
}


def exact(parts):
    """The components as the doubles that the tests use."""
    return [tuple(mpmath.mpf(float(v)) for v in part) for part in parts]


def density(parts, x):
    return sum(w * mpmath.npdf(x, m, s) for w, m, s in parts)


def below(parts, x):
    return sum(w * mpmath.erfc((m - x) / s / mpmath.sqrt(2)) / 2 for w, m, s in parts)


def distance(parts, x):
    points = sorted({x, -mpmath.inf, mpmath.inf} | {m + k * s for _, m, s in parts for k in (-3, 0, 3)})
    return mpmath.quad(lambda t: abs(t - x) * density(parts, t), points)


points = []
for text, parts in mixtures.items():
    text = "1:" + text if text == "-1:1" else text
    parts = exact(parts)
    for x in [-6.5, -2.25, -1.0, 0.0, 0.375, 2.5, 5.0]:
        t = mpmath.mpf(x)
        points.append(
            f'.init(mixture: "{text}", x: {x}, density: {number(density(parts, t))}, '
            f"cumulative: {number(below(parts, t))}, meanDistance: {number(distance(parts, t))})"
        )

shares = [1e-300, 1e-100, 1e-16, 1e-6, 5e-5, 0.01, 0.2, 0.2499999, 0.25, 0.3, 0.4999, 0.4999999999]
shares += [0.5000000001, 0.51, 0.75, 0.7500001, 0.9, 0.99, 0.99995, 1 - 1e-9, 1 - 2.0**-53]


def standard_quantile(u):
    """Newton's method with 40 digits from scipy's answer, on the logarithm of the smaller tail."""
    u = mpmath.mpf(u)
    if u > 0.5:
        return -standard_quantile(1 - u)
    z = mpmath.mpf(float(stats.norm.ppf(float(u))))
    for _ in range(6):
        mass = mpmath.erfc(-z / mpmath.sqrt(2)) / 2
        z -= mpmath.log(mass / u) * mass / mpmath.npdf(z)
    return z


def mixture_quantile(parts, u):
    u = mpmath.mpf(u)
    each = [m + s * standard_quantile(u) for _, m, s in parts]
    low, high = min(each), max(each)
    for _ in range(140):
        middle = (low + high) / 2
        low, high = (middle, high) if below(parts, middle) < u else (low, middle)
    return low


standard = [f".init(u: {number(u)}, x: {number(standard_quantile(u))})" for u in shares]
mixed = []
for text, parts in list(mixtures.items())[1:]:
    for u in [1e-300, 1e-9, 5e-5, 0.1, 0.49, 0.51, 0.75, 0.99995, 1 - 2.0**-40]:
        mixed.append(
            f'.init(mixture: "{text}", u: {number(u)}, x: {number(mixture_quantile(exact(parts), u))})'
        )
(tests / "DatasetsTests" / "DistributionReferences.swift").write_text(
    head
    + "/// mpmath, 40 digits; the mean distance by quadrature\n"
    + table("pointReferences", "PointReference", points)
    + "\n/// The standard normal's quantiles\n"
    + table("quantileReferences", "QuantileReference", standard)
    + "\n/// Quantiles of mixtures, by bisection\n"
    + table("mixtureQuantileReferences", "MixtureQuantileReference", mixed)
)
