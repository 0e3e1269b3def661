"""What a Python user would write with kafka-python: kafka_python.py SERVERS TOPIC GROUP COUNT"""
import json
import sys
from collections import Counter
from datetime import datetime, timezone

from kafka import KafkaConsumer

servers, topic, group, count = sys.argv[1:5]
consumer = KafkaConsumer(topic, bootstrap_servers=servers, group_id=group, auto_offset_reset="earliest")
counts, seen, out = Counter(), 0, sys.stdout
while seen < int(count):
    for messages in consumer.poll(timeout_ms=100).values():
        for message in messages:
            change = json.loads(message.value)
            seen += 1
            if change["type"] == "TIDB_WATERMARK":
                continue
            counts[change["table"], change["type"]] += 1
            out.write(json.dumps({
                "@timestamp": datetime.fromtimestamp(change["es"] / 1000, timezone.utc).isoformat(),
                "op": change["type"], "database": change["database"], "table": change["table"],
                "topic": topic, "partition": message.partition, "offset": message.offset,
                "data": change["data"][0], "old": change["old"] and change["old"][0]}) + "\n")
    out.flush()
consumer.close()
