package io.cdcpipeline.operator.api;

/** CEL rules that several types share, each with its message. */
final class Rules {
  static final String OBJECT_NAME = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')";
  static final String OBJECT_NAME_SAYS =
      "must be the name of an object: lower-case letters, digits, - and ., e.g. shop-login";

  static final String VERSION = "self.matches('^v?[0-9]+[.][0-9]+[.][0-9]+(-[0-9A-Za-z.-]+)?$')";
  static final String VERSION_SAYS = "version must be a full version number such as 8.5.7";

  static final String STORAGE =
      "self.matches('^[0-9]+([.][0-9]+)?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$') && self.matches('[1-9]')";
  static final String STORAGE_SAYS = "storage must be a size above 0, such as 10Gi";
  static final String GROWS = "quantity(self).compareTo(quantity(oldSelf)) >= 0";
  static final String GROWS_SAYS = "storage can only grow: volumes cannot shrink";

  /** For a managed section that is added later, when the volumes already have 5Gi. */
  static final String NOT_BELOW_DEFAULT =
      "has(oldSelf.managed) || !has(self.managed) ||"
          + " quantity(self.managed.storage).compareTo(quantity('5Gi')) >= 0";

  static final String SAME_CLASS =
      "has(self.storageClassName) == has(oldSelf.storageClassName) &&"
          + " (!has(self.storageClassName) || self.storageClassName == oldSelf.storageClassName)";
  static final String SAME_CLASS_SAYS =
      "storageClassName cannot be set, changed or removed later: existing volumes keep their class";

  static final String SAME_TLS_SAYS =
      "tls between TiDB's components cannot be switched on or off later: create another pipeline";

  /** For a managed section that is added later, when TiDB exists without. */
  static final String NO_TLS_LATER =
      "has(oldSelf.managed) || !has(self.managed) || !self.managed.tls";

  /**
   * Except a section with nothing but defaults: an empty object may come back as null, when it is
   * applied client-side first and server-side then (kubernetes#135841).
   */
  private static final String STAYS =
      "!has(oldSelf.managed) || has(self.managed) || has(self.existing) || (";

  static final String MANAGED_DATABASE_STAYS =
      STAYS
          + "oldSelf.managed.version == '"
          + ManagedDatabase.VERSION
          + "' && [oldSelf.managed.pd.replicas, oldSelf.managed.tikv.replicas,"
          + " oldSelf.managed.tidb.replicas, oldSelf.managed.ticdc.replicas].all(r, r == 1) &&"
          + " !has(oldSelf.managed.pd.storageClassName) &&"
          + " !has(oldSelf.managed.tikv.storageClassName) && !oldSelf.managed.tls &&"
          + " oldSelf.managed.pd.storage == '2Gi' &&"
          + " oldSelf.managed.tikv.storage == '10Gi')";
  static final String MANAGED_KAFKA_STAYS =
      STAYS
          + "oldSelf.managed.version == '"
          + ManagedKafka.VERSION
          + "' && oldSelf.managed.replicas == 1 && !oldSelf.managed.tls &&"
          + " !has(oldSelf.managed.storageClassName) && oldSelf.managed.storage == '5Gi')";
  static final String MANAGED_SEARCH_STAYS =
      STAYS
          + "oldSelf.managed.version == '"
          + ManagedSearch.VERSION
          + "' && oldSelf.managed.nodes == 1 && !has(oldSelf.managed.storageClassName) &&"
          + " oldSelf.managed.storage == '5Gi')";
  static final String MANAGED_STAYS_SAYS =
      "managed cannot be removed: its sizes would fall back to the defaults";

  static final String TOPIC = "self.matches('^[a-zA-Z0-9._-]+$') && self != '.' && self != '..'";
  static final String TOPIC_SAYS =
      "a topic name consists of letters, digits, ., _ and -, and cannot be . or ..";

  /** A name, an IPv4 address, or an IPv6 address in brackets. */
  private static final String HOST = "([A-Za-z0-9._-]+|[[][0-9A-Fa-f:.]+[]])";

  private static final String PORT = ":[0-9]{1,5}";

  static final String BROKERS = "self.matches('^" + HOST + PORT + "(," + HOST + PORT + ")*$')";

  static final String URL = "self.matches('^https?://" + HOST + "(" + PORT + ")?/?$')";
  static final String URL_SAYS =
      "must be http:// or https:// with host and port, e.g. http://host.namespace.svc:8300: no"
          + " path, and no credentials, which belong in a Secret";

  static final String TIMESTAMP =
      "self.matches('^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])"
          + ":[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-](0[0-9]|1[0-8]):[0-5][0-9])$')";
  static final String TIMESTAMP_SAYS = "must be an RFC 3339 timestamp, e.g. 2026-01-31T08:00:00Z";

  private static final String DURATION = "self.matches('^[1-9][0-9]{0,5}(s|m|h)$')";
  static final String LAG = DURATION + " && duration(self) >= duration('30s')";
  static final String LAG_SAYS = "must be a number and s, m or h, at least 30s, e.g. 5m";
  static final String RESUME_DEADLINE =
      DURATION + " && duration(self) >= duration('1m') && duration(self) <= duration('24h')";

  /** For names and rules that SQL defines: no control characters, no line or paragraph breaks. */
  static final String ONE_LINE = "^[^\\p{Cc}\\p{Zl}\\p{Zp}]+$";

  /** As Kubernetes has them. */
  static final String CONFIG_MAP_KEY = "^[-._a-zA-Z0-9]+$";

  static final String NAMESPACE = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  static final String LABEL_KEY =
      "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";

  /** With a tag or a digest. */
  static final String IMAGE =
      "^[A-Za-z0-9][A-Za-z0-9._:/-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*|@sha256:[0-9a-f]{64})$";

  /** Perhaps without. */
  static final String REPOSITORY = "^[A-Za-z0-9][A-Za-z0-9._:/-]*(@sha256:[0-9a-f]{64})?$";

  private Rules() {}
}
