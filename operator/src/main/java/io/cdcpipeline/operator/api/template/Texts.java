package io.cdcpipeline.operator.api.template;

/** What texts of a template look like: Kubernetes' own rules, which not every operator checks. */
final class Texts {
  static final String NAME = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";
  static final String KEY =
      "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";
  static final String LABEL_VALUE = "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$";
  static final String KEYS = "self.all(k, size(k) <= 317 && k.matches('" + KEY + "'))";
  static final String KEYS_SAYS =
      "keys must be as in Kubernetes, e.g. example.com/team: letters, digits, -, _ and .";
  static final String VARIABLE = "^[-._a-zA-Z][-._a-zA-Z0-9]*$";
  static final String DATA_KEY = "^[-._a-zA-Z0-9]+$";
  static final String FIELD =
      "^(metadata[.](name|namespace|uid)|spec[.](nodeName|serviceAccountName)"
          + "|status[.](hostIPs?|podIPs?))$";
  static final String SYSCTL = "^[a-z0-9]([-_a-z0-9./]*[a-z0-9])?$";
  static final String SYSCTL_VALUE = "^[-_A-Za-z0-9 ]+$";
  static final String CAPABILITY = "^[A-Z][A-Z0-9_]*$";
  static final String FILE = "^[-._a-zA-Z0-9]+(/[-._a-zA-Z0-9]+)*$";
  static final String SELINUX = "^[A-Za-z0-9][A-Za-z0-9_.,:-]*$";

  private Texts() {}
}
