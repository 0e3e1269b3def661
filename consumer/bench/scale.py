"""Several processes of one group on one topic: how the rate scales, and whether a message costs more."""
import os
import time

import tools
from peers import Run, mine
from sample import STALLED_SECONDS, Process, event_lines


def measure(broker, peers, directory, counts, size, partitions):
    """Prints the rate and cost of these numbers of processes."""
    ours = mine(peers)
    if not ours:
        return
    broker.load("scale", partitions, size)
    rows = [together(broker, ours, directory, count, size) for count in counts]
    print(f"\n{size:,} messages, {partitions} partition(s), processes in one group, {os.cpu_count()} cores for all of it\n")
    print("| Processes | events/s | relative to the first | CPU-s per million | lines of each |\n|---|---|---|---|---|")
    for count, (rate, cpu, lines) in zip(counts, rows):
        print(f"| {count} | {rate:,.0f} | {rate / rows[0][0]:.2f} | {cpu:.2f} | {', '.join(f'{n:,}' for n in lines)} |")


def together(broker, peer, directory, count, size):
    outputs = [directory / f"scale-{count}-{i}.out" for i in range(count)]
    started = time.monotonic()
    processes = [Process(peer, Run(broker.servers, "scale", f"scale-{count}", 0, output)) for output in outputs]
    try:
        seconds, cpu = until_all(processes, size, started)
    finally:
        for process in processes:
            process.stop()
    lines = [event_lines(output) for output in outputs]
    for output in outputs:
        output.unlink()
    if sum(lines) != size:
        raise SystemExit(f"{count} processes wrote {sum(lines):,} lines for {size:,} messages")
    tools.say(f"{count} process(es): {size / seconds:,.0f} events/s")
    return size / seconds, cpu / size * 1e6, lines


def until_all(processes, size, started):
    """Seconds and CPU time until the last line was written."""
    written, grew, cpu = 0, 0.0, 0.0
    while True:
        samples = [process.sample() for process in processes]
        if None in samples:
            processes[samples.index(None)].fail("ended")
        now = time.monotonic() - started
        if sum(s.written for s in samples) > written:
            written, grew, cpu = sum(s.written for s in samples), now, sum(s.cpu for s in samples)
        elif now - grew > STALLED_SECONDS and sum(event_lines(p.run.output) for p in processes) >= size:
            return grew, cpu
        time.sleep(0.05)
