"""Largest singular values, for the tests of spectral norm, in float64.

    python3 spectral.py > spectral.json        needs numpy

A weight is the matrix [rest, outputs]: of a convolution a row for each place of the kernel and each input.
"""

import json

import numpy

SHAPES = [[6, 4], [3, 7], [3, 3, 2, 4]]
generator = numpy.random.default_rng(1)
cases = []
for shape in SHAPES:
    weight = generator.normal(size=shape).astype(numpy.float32)
    matrix = weight.reshape(-1, shape[-1]).astype(numpy.float64)
    values = numpy.linalg.svd(matrix, compute_uv=False)
    cases.append(
        {"shape": shape, "weight": [float(x) for x in weight.ravel()], "singularValue": values[0]})
print(json.dumps({"madeBy": f"numpy {numpy.__version__}", "cases": cases}, indent=1))
