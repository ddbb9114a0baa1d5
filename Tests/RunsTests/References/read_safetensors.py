"""Reads a safetensors file with Python's own package and prints what it found, as JSON.

Usage: read_safetensors.py FILE
Prints {"metadata": {...}, "tensors": {name: {"shape": [...], "sum": ..., "bits": [...]}}}; bits are
the scalars as 32-bit whole numbers, and a sum that is not finite is null. Needs: pip install safetensors numpy
"""

import json
import sys

import numpy
from safetensors import safe_open

with safe_open(sys.argv[1], framework="numpy") as file:
    tensors = {}
    for name in file.keys():
        tensor = file.get_tensor(name)
        total = float(tensor.astype(numpy.float64).sum())
        tensors[name] = {
            "shape": list(tensor.shape),
            "sum": total if numpy.isfinite(total) else None,
            "bits": tensor.reshape(-1).view(numpy.uint32).tolist(),
        }
    print(json.dumps({"metadata": file.metadata(), "tensors": tensors}))
