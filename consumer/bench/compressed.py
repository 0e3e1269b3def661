"""The cost of compressed topics: ours beside the raw Java client, which has to decompress as well."""
import tools
from peers import Run
from sample import cost

PEERS = ("raw-count", "raw-lines", "ours")


def measure(broker, peers, directory, codecs, size, partitions):
    """Prints the cost of each codec, one run of each consumer."""
    rows = []
    for codec in codecs:
        topic = f"codec-{codec}"
        broker.load(topic, partitions, size, codec=codec)
        per_message = broker.size(topic) / size
        for peer in [p for p in peers if p.name in PEERS]:
            result = one(broker, peer, directory, topic, size, partitions)
            rows.append((codec, per_message, peer.label, result))
            tools.say(f"{codec} {peer.name}: {result.rate:,.0f} events/s, warm {result.warm:.2f}, {result.rss:.0f} MiB")
    print(f"\n{size:,} messages, {partitions} partition(s), compressed by the producer; one run each\n")
    print("| Codec | bytes a message in Kafka | Consumer | events/s | CPU-s per million | warm | RSS MiB |")
    print("|---|---|---|---|---|---|---|")
    for codec, per_message, label, c in rows:
        print(f"| {codec} | {per_message:.0f} | {label} | {c.rate:,.0f} | {c.cpu:.2f} | {c.warm:.2f} | {c.rss:.0f} |", flush=True)


def one(broker, peer, directory, topic, size, partitions):
    watermarks = size // 10_000 * partitions
    wanted = size + (watermarks if peer.writes_watermarks else 0)
    output = directory / f"{topic}-{peer.name}.out"
    run = Run(broker.servers, topic, f"{topic}-{peer.name}", size + watermarks, output, wanted)
    result, lines = cost(peer, run)
    if lines != wanted:
        raise SystemExit(f"{peer.name} wrote {lines} of {wanted} lines of {topic}")
    output.unlink()
    return result
