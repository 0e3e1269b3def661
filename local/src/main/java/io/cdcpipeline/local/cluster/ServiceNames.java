package io.cdcpipeline.local.cluster;

import io.cdcpipeline.local.process.PrivateFile;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cluster's DNS: one line per Service with a running pod, in the hosts file that the JVMs read
 * with {@code -Djdk.net.hosts.file} (on every lookup, so names can be added and removed).
 */
public final class ServiceNames implements ObjectLoop.Work<Service>, AutoCloseable {
  private final Path hostsFile;
  private final Map<String, Pod> pods = new TreeMap<>();
  private final Map<String, Service> services = new TreeMap<>();
  private final ObjectLoop<Service> loop;

  private ServiceNames(KubernetesClient client, String namespace, Path hostsFile) {
    this.hostsFile = hostsFile;
    write();
    this.loop = ObjectLoop.start("services", client.services().inNamespace(namespace), this);
  }

  public static ServiceNames start(KubernetesClient client, String namespace, Path hostsFile) {
    return new ServiceNames(client, namespace, hostsFile);
  }

  public synchronized void add(Pod pod) {
    if (!pod.equals(pods.put(pod.name(), pod))) {
      write();
    }
  }

  public synchronized void remove(String pod) {
    if (pods.remove(pod) != null) {
      write();
    }
  }

  @Override
  public synchronized boolean reconcile(Service service) {
    services.put(service.getMetadata().getName(), service);
    write();
    return true;
  }

  @Override
  public synchronized void remove(Service service) {
    services.remove(service.getMetadata().getName());
    write();
  }

  /** The address behind a Service, if a pod is running. */
  public synchronized Optional<String> address(String service) {
    return Optional.ofNullable(services.get(service)).flatMap(this::behind).map(Pod::address);
  }

  private Optional<Pod> behind(Service service) {
    Map<String, String> selector = service.getSpec().getSelector();
    if (selector == null || selector.isEmpty()) {
      return Optional.empty();
    }
    return pods.values().stream()
        .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
        .findFirst();
  }

  private void write() {
    StringBuilder lines = new StringBuilder("127.0.0.1 localhost ").append(ownName()).append('\n');
    for (Service service : services.values()) {
      String name = service.getMetadata().getName();
      String inNamespace = name + "." + service.getMetadata().getNamespace();
      behind(service)
          .ifPresent(
              pod ->
                  lines.append(
                      "%s %s.svc %s %s.svc.cluster.local %s%n"
                          .formatted(pod.address(), inNamespace, inNamespace, inNamespace, name)));
    }
    PrivateFile.write(hostsFile, lines.toString());
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost.localdomain";
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
