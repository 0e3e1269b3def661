// What a Node.js user would write: kafkajs.js SERVERS TOPIC GROUP COUNT
const { Kafka, logLevel } = require('kafkajs');
const fs = require('fs');
const [servers, topic, groupId, count] = process.argv.slice(2);
const kafka = new Kafka({ brokers: [servers], logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId });
const counts = {};
let seen = 0;
(async () => {
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch, resolveOffset }) => {
      let lines = '';
      for (const message of batch.messages) {
        const change = JSON.parse(message.value.toString());
        seen++;
        resolveOffset(message.offset);
        if (change.type === 'TIDB_WATERMARK') continue;
        const key = `${change.table}/${change.type}`;
        counts[key] = (counts[key] || 0) + 1;
        lines += JSON.stringify({
          '@timestamp': new Date(change.es).toISOString(), op: change.type, database: change.database,
          table: change.table, topic, partition: batch.partition, offset: message.offset,
          data: change.data[0], old: change.old && change.old[0],
        }) + '\n';
      }
      fs.writeSync(1, lines);
      if (seen >= +count) setTimeout(() => process.exit(0), 0);
    },
  });
})();
