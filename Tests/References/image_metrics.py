"""Writes the reference values of the image metrics in MetricsTests.

    python3 Tests/References/image_metrics.py

Needs numpy and scipy. Matrices are given by a rule on whole numbers that the tests repeat (every
element is exact as a Float), so that only the answers are written down.
"""
import pathlib

import numpy as np
from scipy import linalg, spatial, stats

tests = pathlib.Path(__file__).resolve().parent.parent

# rows, columns, factor, modulus, scale, shift
rules = [
    (40, 6, 7919, 1009, 256, -2.0),  # 0
    (55, 6, 613, 997, 256, -1.5),  # 1
    (4, 6, 37, 101, 32, 0.5),  # 2: fewer rows than columns
    (30, 6, 5, 7, 4, -0.75),  # 3: few values, so many ties and equal rows
    (200, 24, 7919, 10007, 4096, -1.25),  # 4
    (150, 24, 4001, 10007, 4096, -1.0),  # 5
    (3, 3, 11, 17, 4, -2.0),  # 6
    (40, 40, 2003, 4999, 1024, -2.0),  # 7
]


def matrix(rows, columns, factor, modulus, scale, shift):
    i = np.arange(rows * columns, dtype=np.int64)
    values = ((i * i + 3 * i + i // 7) * factor % modulus).astype(np.float32) / np.float32(scale)
    return (values + np.float32(shift)).astype(np.float32).astype(float).reshape(rows, columns)


matrices = [matrix(*rule) for rule in rules]


def number(value):
    return repr(float(value))


def numbers(values):
    return "[" + ", ".join(number(v) for v in values) + "]"


def table(name, kind, rows):
    body = "".join(f"  {row},\n" for row in rows)
    return f"let {name}: [{kind}] = [\n{body}]\n"


def fit(x):
    return x.mean(axis=0), np.cov(x, rowvar=False)


def frechet(a, b):
    (m, s), (n, t) = fit(a), fit(b)
    root = linalg.sqrtm(s @ t)
    return ((m - n) ** 2).sum() + np.trace(s + t) - 2 * np.trace(root).real, np.trace(t)


def nearest_accuracy(real, fake):
    pool = np.concatenate([real, fake])
    isReal = np.arange(len(pool)) < len(real)
    d = spatial.distance.cdist(pool, pool, "sqeuclidean")
    np.fill_diagonal(d, np.inf)
    r, f = d[:, isReal].min(axis=1), d[:, ~isReal].min(axis=1)
    own, other = np.where(isReal, r, f), np.where(isReal, f, r)
    right = (own < other) + 0.5 * (own == other)
    return right[isReal].mean(), right[~isReal].mean()


def coverage(points, support, k):
    d = spatial.distance.cdist(support, support, "sqeuclidean")
    np.fill_diagonal(d, np.inf)
    radii = np.sort(d, axis=1)[:, k - 1]
    return (spatial.distance.cdist(points, support, "sqeuclidean") <= radii).any(axis=1).mean()


def density_coverage(real, fake, k):
    """As in the authors' code: a point on the sphere is outside."""
    d = spatial.distance.cdist(real, real, "sqeuclidean")
    np.fill_diagonal(d, np.inf)
    radii = np.sort(d, axis=1)[:, k - 1]
    inside = spatial.distance.cdist(real, fake, "sqeuclidean") < radii[:, None]
    return inside.sum() / (k * len(fake)), inside.any(axis=1).mean()


spectra = []
for i in (6, 7):
    s = (matrices[i] + matrices[i].T) / 2
    spectra.append(f".init(a: {i}, values: {numbers(np.linalg.eigvalsh(s)[::-1])})")
pairs = []
for i, j in [(0, 1), (1, 0), (0, 2), (2, 0), (0, 3), (3, 1), (4, 5), (5, 4)]:
    a, b = matrices[i], matrices[j]
    distance, trace = frechet(a, b)
    real, fake = nearest_accuracy(a, b)
    pairs.append(
        f".init(a: {i}, b: {j}, frechet: {number(distance)}, ratio: {number(distance / trace)}, "
        f"nn1Real: {number(real)}, nn1Fake: {number(fake)}, "
        f"precision: {number(coverage(b, a, 3))}, recall: {number(coverage(a, b, 3))})"
    )
densities = []
for i, j, k in [(0, 1, 5), (1, 0, 5), (0, 2, 3), (0, 3, 5), (3, 3, 5), (1, 3, 3), (4, 5, 5), (5, 4, 5)]:
    density, covered = density_coverage(matrices[i], matrices[j], k)
    densities.append(
        f".init(a: {i}, b: {j}, k: {k}, density: {number(density)}, coverage: {number(covered)})"
    )
components = []
for i, k in [(0, 6), (1, 3), (4, 8)]:
    x = matrices[i]
    values, vectors = np.linalg.eigh(np.cov(x, rowvar=False))
    first = (x[0] - x.mean(axis=0)) @ vectors[:, ::-1][:, :k]
    components.append(
        f".init(a: {i}, variances: {numbers(values[::-1][:k])}, total: {number(values.sum())}, "
        f"first: {numbers(abs(first))})"
    )
correlations = []
for i, j in [(0, 1), (1, 3), (3, 0), (2, 3)]:
    a, b = matrices[i].ravel(), matrices[j].ravel()
    n = min(len(a), len(b))
    a, b = a[:n], b[:n]
    correlations.append(
        f".init(a: {i}, b: {j}, pearson: {number(stats.pearsonr(a, b).statistic)}, "
        f"spearman: {number(stats.spearmanr(a, b).statistic)})"
    )
histograms = []
for p, q in [
    ([10, 20, 30], [20, 20, 20]),
    ([0, 5, 95], [10, 30, 60]),
    ([1, 0, 0], [7, 5, 4]),
    ([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], [1000] * 10),
]:
    histograms.append(f".init(p: {p}, q: {q}, kl: {number(stats.entropy(p, q))})")

rows = [
    f".init(rows: {r}, columns: {c}, factor: {f}, modulus: {m}, scale: {s}, shift: {h})"
    for r, c, f, m, s, h in rules
]
(tests / "MetricsTests" / "ImageReferences.swift").write_text(
    "// Written by Tests/References/image_metrics.py.\n// swift-format-ignore-file\n\n"
    + table("matrixRules", "MatrixRule", rows)
    + "\n/// numpy.linalg.eigvalsh of (A + Aᵀ)/2\n"
    + table("spectrumReferences", "SpectrumReference", spectra)
    + "\n/// scipy.linalg.sqrtm; brute force over scipy.spatial.distance.cdist, k = 3\n"
    + table("setReferences", "SetReference", pairs)
    + "\n/// brute force over scipy.spatial.distance.cdist\n"
    + table("densityReferences", "DensityReference", densities)
    + "\n/// numpy.linalg.eigh of numpy.cov; the first row's projection without its signs\n"
    + table("componentReferences", "ComponentReference", components)
    + "\n/// scipy.stats.pearsonr, spearmanr\n"
    + table("correlationReferences", "CorrelationReference", correlations)
    + "\n/// scipy.stats.entropy\n"
    + table("histogramReferences", "HistogramReference", histograms)
)
