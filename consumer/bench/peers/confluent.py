"""What a Python user would write with confluent-kafka: confluent.py SERVERS TOPIC GROUP COUNT"""
import json
import sys
from collections import Counter
from datetime import datetime, timezone

from confluent_kafka import Consumer

servers, topic, group, count = sys.argv[1:5]
consumer = Consumer({"bootstrap.servers": servers, "group.id": group, "auto.offset.reset": "earliest"})
consumer.subscribe([topic])
counts, seen, out = Counter(), 0, sys.stdout
while seen < int(count):
    for message in consumer.consume(500, 0.1):
        change = json.loads(message.value())
        seen += 1
        if change["type"] == "TIDB_WATERMARK":
            continue
        counts[change["table"], change["type"]] += 1
        out.write(json.dumps({
            "@timestamp": datetime.fromtimestamp(change["es"] / 1000, timezone.utc).isoformat(),
            "op": change["type"], "database": change["database"], "table": change["table"],
            "topic": topic, "partition": message.partition(), "offset": message.offset(),
            "data": change["data"][0], "old": change["old"] and change["old"][0]}) + "\n")
    out.flush()
consumer.close()
