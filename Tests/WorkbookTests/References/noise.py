"""What the lines on the random stream in WEIGHTS.md draw, for the tests.

    python3 noise.py > noise.json        needs numpy; run it here, the page stands three folders up
"""

import json
import pathlib

import numpy as np

page = pathlib.Path(__file__).resolve().parents[3] / "WEIGHTS.md"
code = page.read_text().split("```python\n", 1)[1].split("```", 1)[0]
exec(code)  # words, noise

cases = []
for distribution, count, size, seed, purpose in [
    ("uniform", 3, 7, 1, "sample"), ("normal", 3, 7, 1, "sample"), ("normal", 8, 12, 1, "check"),
    ("normal", 2, 16, 2**40 + 3, "évaluation"), ("uniform", 1, 33, 2**64 - 1, "check"),
]:
    drawn = noise(count, size, distribution, seed, purpose)
    cases.append({
        "distribution": distribution, "shape": [count, size], "seed": str(seed),
        "purpose": purpose, "scalars": [float(str(x)) for x in drawn.reshape(-1)]})
print(json.dumps({"madeBy": f"numpy {np.__version__}", "cases": cases}))
