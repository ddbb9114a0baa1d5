"""Reads a folder's TensorBoard events with TensorBoard's own reader and prints them, as JSON.

Usage: read_events.py FOLDER
Prints {"scalars": {tag: [[step, value], ...]}, "images": {tag: [[step, width, height, bytes], ...]}}.
Needs: pip install tensorboard
"""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "images": 0, "tensors": 0})
events.Reload()
tags = events.Tags()
print(json.dumps({
    "scalars": {t: [[e.step, e.value] for e in events.Scalars(t)] for t in tags["scalars"]},
    "images": {
        t: [[e.step, e.width, e.height, len(e.encoded_image_string)] for e in events.Images(t)]
        for t in tags["images"]
    },
}))
