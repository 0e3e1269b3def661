import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** What a broker says of topics that are empty and of groups that have read all of them. */
final class KafkaAnswers {
  static final int PARTITIONS = 6;
  private static final int BROKER = 1;

  /** Offsets are fetched by a topic's name up to this version, and by its id later. */
  private static final short LAST_BY_NAME = 9;

  private static final Map<ApiKeys, Short> SERVED =
      Map.of(
          ApiKeys.API_VERSIONS, ApiKeys.API_VERSIONS.latestVersion(),
          ApiKeys.SASL_HANDSHAKE, ApiKeys.SASL_HANDSHAKE.latestVersion(),
          ApiKeys.SASL_AUTHENTICATE, ApiKeys.SASL_AUTHENTICATE.latestVersion(),
          ApiKeys.METADATA, ApiKeys.METADATA.latestVersion(),
          ApiKeys.FIND_COORDINATOR, ApiKeys.FIND_COORDINATOR.latestVersion(),
          ApiKeys.LIST_OFFSETS, ApiKeys.LIST_OFFSETS.latestVersion(),
          ApiKeys.OFFSET_FETCH, LAST_BY_NAME);

  private KafkaAnswers() {}

  /**
   * The answer to a request after the login.
   *
   * @param host of the broker
   * @param committed the metadata of every committed offset
   */
  static ApiMessage to(ApiMessage request, Supplier<String> host, int port, String committed) {
    if (request instanceof ApiVersionsRequestData) {
      return versions();
    }
    if (request instanceof MetadataRequestData metadata) {
      return metadata(metadata, host.get(), port);
    }
    if (request instanceof FindCoordinatorRequestData find) {
      return coordinators(find, host.get(), port);
    }
    if (request instanceof ListOffsetsRequestData list) {
      return ends(list);
    }
    if (request instanceof OffsetFetchRequestData fetch) {
      return offsets(fetch, committed);
    }
    throw new IllegalArgumentException("unexpected request " + request);
  }

  private static ApiMessage versions() {
    var versions = new ApiVersionsResponseData.ApiVersionCollection();
    SERVED.forEach(
        (key, latest) ->
            versions.add(
                new ApiVersionsResponseData.ApiVersion()
                    .setApiKey(key.id)
                    .setMinVersion(key.oldestVersion())
                    .setMaxVersion(latest)));
    return new ApiVersionsResponseData().setApiKeys(versions);
  }

  private static ApiMessage metadata(MetadataRequestData request, String host, int port) {
    var brokers = new MetadataResponseData.MetadataResponseBrokerCollection();
    brokers.add(
        new MetadataResponseData.MetadataResponseBroker()
            .setNodeId(BROKER)
            .setHost(host)
            .setPort(port));
    var topics = new MetadataResponseData.MetadataResponseTopicCollection();
    if (request.topics() != null) {
      request.topics().forEach(topic -> topics.add(topic(topic.name())));
    }
    return new MetadataResponseData()
        .setClusterId("ready")
        .setControllerId(BROKER)
        .setBrokers(brokers)
        .setTopics(topics);
  }

  private static MetadataResponseData.MetadataResponseTopic topic(String name) {
    return new MetadataResponseData.MetadataResponseTopic()
        .setName(name)
        .setTopicId(new Uuid(1, name.hashCode()))
        .setPartitions(
            IntStream.range(0, PARTITIONS)
                .mapToObj(
                    i ->
                        new MetadataResponseData.MetadataResponsePartition()
                            .setPartitionIndex(i)
                            .setLeaderId(BROKER)
                            .setLeaderEpoch(0)
                            .setReplicaNodes(List.of(BROKER))
                            .setIsrNodes(List.of(BROKER)))
                .toList());
  }

  private static ApiMessage coordinators(FindCoordinatorRequestData request, String host, int port) {
    return new FindCoordinatorResponseData()
        .setCoordinators(
            request.coordinatorKeys().stream()
                .map(
                    key ->
                        new FindCoordinatorResponseData.Coordinator()
                            .setKey(key)
                            .setNodeId(BROKER)
                            .setHost(host)
                            .setPort(port))
                .toList());
  }

  private static ApiMessage ends(ListOffsetsRequestData request) {
    return new ListOffsetsResponseData()
        .setTopics(
            request.topics().stream()
                .map(
                    topic ->
                        new ListOffsetsResponseData.ListOffsetsTopicResponse()
                            .setName(topic.name())
                            .setPartitions(topic.partitions().stream().map(KafkaAnswers::end).toList()))
                .toList());
  }

  private static ListOffsetsResponseData.ListOffsetsPartitionResponse end(
      ListOffsetsRequestData.ListOffsetsPartition partition) {
    return new ListOffsetsResponseData.ListOffsetsPartitionResponse()
        .setPartitionIndex(partition.partitionIndex())
        .setOffset(0)
        .setTimestamp(-1)
        .setLeaderEpoch(0);
  }

  /** A group reads the topic of its own name. */
  private static ApiMessage offsets(OffsetFetchRequestData request, String committed) {
    return new OffsetFetchResponseData()
        .setGroups(
            request.groups().stream()
                .map(
                    group ->
                        new OffsetFetchResponseData.OffsetFetchResponseGroup()
                            .setGroupId(group.groupId())
                            .setTopics(
                                List.of(
                                    new OffsetFetchResponseData.OffsetFetchResponseTopics()
                                        .setName(group.groupId())
                                        .setPartitions(partitions(committed)))))
                .toList());
  }

  private static List<OffsetFetchResponseData.OffsetFetchResponsePartitions> partitions(
      String committed) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(
            i ->
                new OffsetFetchResponseData.OffsetFetchResponsePartitions()
                    .setPartitionIndex(i)
                    .setCommittedOffset(0)
                    .setMetadata(committed))
        .toList();
  }
}
