package io.cdcpipeline.cli.connect;

import io.cdcpipeline.cli.connect.ConnectCommand.Systems;

/** How to connect, for a person: never a password, but the command that shows it. */
record Directions(Systems system, String namespace) {

  String text(Target target, Tunnel tunnel) {
    var text = new StringBuilder();
    text.append(line(system.name(), tunnel.to(target.address())));
    if (tunnel.forward() != null) {
      text.append(line("through", "a forward to " + target.address().host() + ", until Ctrl-C"));
    }
    if (!target.login().secret().isEmpty()) {
      text.append(line("user", target.login().user()));
      text.append(line("password", secret(target.login().secret(), "password", "")));
    }
    if (!target.caSecret().isEmpty()) {
      text.append(line("ca", secret(target.caSecret(), "ca\\.crt", " > ca.crt")));
    }
    return text.append(line("try", example(target, tunnel))).toString();
  }

  private String secret(String name, String key, String into) {
    return "kubectl get secret %s -n %s -o jsonpath='{.data.%s}' | base64 -d%s"
        .formatted(name, namespace, key, into);
  }

  private String example(Target target, Tunnel tunnel) {
    var user = target.login().user();
    return switch (system) {
      case sql -> "mysql -h %s -P %d -u %s -p".formatted(tunnel.host(), tunnel.port(), user);
      case kafka ->
          "kcat -b %s:%d -L, with the login as SASL SCRAM-SHA-512; brokers advertise names that only"
                  .formatted(tunnel.host(), tunnel.port())
              + " the cluster resolves, so consume inside of it";
      case search ->
          "curl --cacert ca.crt --connect-to ::%s:%d -u %s '%s://%s:%d/cdc-events-*/_search?size=3&pretty'"
              .formatted(
                  tunnel.host(),
                  tunnel.port(),
                  user,
                  target.address().scheme(),
                  target.address().host(),
                  target.address().port());
      case grafana -> "open http://%s:%d in a browser".formatted(tunnel.host(), tunnel.port());
    };
  }

  private static String line(String name, String text) {
    return "%-9s %s\n".formatted(name, text);
  }
}
