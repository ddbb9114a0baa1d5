"""What a peer of `workbook bench --compare` has to do: the same for every library.

Standard output carries one JSON object a line. The first says that the first step is done:

    {"library": "PyTorch 2.15.0", "form": "eager, channels last", "firstMs": 812.5}

Then for each line read, the number of seconds that a round lasts, one round is timed and answered:

    {"samples": 12, "medianMs": 80.1, "bestMs": 79.2, "peakMemoryBytes": 512000000}

The process sleeps in between, on its standard input, and ends when that is closed. What keeps it from
running is one line too, {"error": "…"}, and so is what the library has no part in, {"absent": "…"}.
"""

import argparse
import json
import os
import sys
import time

# Libraries print what they like on standard output; answers have a channel of their own.
ANSWERS = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

BATCHES = {"W1": 200, "W2": 128, "gemm": 1024}


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--workload", required=True)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--form", help="another form of the same step than the fastest known")
    given = parser.parse_args()
    given.batch = given.batch or BATCHES.get(given.workload, 64)
    return given


def say(**line):
    print(json.dumps(line), file=ANSWERS, flush=True)


def fail(message):
    say(error=message)
    sys.exit(1)


def absent(why):
    say(absent=why)
    sys.exit(0)


def peak_memory():
    """The most that this process has held. Not `ru_maxrss`, which begins with its parent's memory."""
    try:
        with open("/proc/self/status") as status:
            line = next(line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def play(library, form, step, finish=lambda: None):
    """Runs `step` as often as it is told to. `finish` waits for what a step has left running."""
    def time_of(count):
        start = time.perf_counter()
        for _ in range(count):
            step()
        finish()
        return (time.perf_counter() - start) * 1000 / count

    say(library=library, form=form, firstMs=time_of(1))
    in_sample = 1
    for line in sys.stdin:
        # A sample is some steps together, long against the clock.
        samples = []
        end = time.perf_counter() + float(line)
        while not samples or time.perf_counter() < end:
            samples.append(time_of(in_sample))
            in_sample = max(1, int(2 / min(samples)))
        samples.sort()
        say(samples=len(samples), medianMs=samples[len(samples) // 2], bestMs=samples[0],
            peakMemoryBytes=peak_memory())
