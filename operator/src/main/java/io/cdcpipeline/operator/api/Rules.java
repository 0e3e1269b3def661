package io.cdcpipeline.operator.api;

/** Rules of fields that several types have, in CEL, each with what a person reads who breaks it. */
final class Rules {
  static final String OBJECT_NAME = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')";
  static final String OBJECT_NAME_SAYS =
      "takes the name of an object: lower-case letters, digits, - and ., e.g. shop-login";

  static final String VERSION = "self.matches('^v?[0-9]+[.][0-9]+[.][0-9]+(-[0-9A-Za-z.-]+)?$')";
  static final String VERSION_SAYS = "version takes a whole version number such as 8.5.7";

  static final String STORAGE =
      "self.matches('^[0-9]+([.][0-9]+)?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$') && self.matches('[1-9]')";
  static final String STORAGE_SAYS = "storage takes a size above 0 such as 10Gi";
  static final String GROWS = "quantity(self).compareTo(quantity(oldSelf)) >= 0";
  static final String GROWS_SAYS = "storage can only grow: volumes cannot shrink";

  /** Of Kafka and Elasticsearch, whose managed part may be named later; 5Gi is there by then. */
  static final String NOT_BELOW_DEFAULT =
      "has(oldSelf.managed) || !has(self.managed) ||"
          + " quantity(self.managed.storage).compareTo(quantity('5Gi')) >= 0";

  static final String SAME_CLASS =
      "has(self.storageClassName) == has(oldSelf.storageClassName) &&"
          + " (!has(self.storageClassName) || self.storageClassName == oldSelf.storageClassName)";
  static final String SAME_CLASS_SAYS =
      "storageClassName cannot be set, changed or taken away later: existing volumes keep their"
          + " class";

  static final String MANAGED_STAYS =
      "!has(oldSelf.managed) || has(self.managed) || has(self.existing)";
  static final String MANAGED_STAYS_SAYS =
      "managed cannot be taken away: its sizes would fall back to the defaults";

  static final String TOPIC = "self.matches('^[a-zA-Z0-9._-]+$') && self != '.' && self != '..'";
  static final String TOPIC_SAYS =
      "a topic's name takes letters, digits, ., _ and -, and cannot be . or ..";

  static final String URL = "self.matches('^https?://[^/?#@ ]+/?$')";
  static final String URL_SAYS =
      "takes http:// or https://, host and port, e.g. http://host.namespace.svc:8300: no path, and"
          + " no login, which belongs into a Secret";

  private Rules() {}
}
