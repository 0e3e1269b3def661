package io.cdcpipeline.local.cluster;

import java.util.Map;

/** A process that would be a pod: the labels Services select it by, and its own address. */
public record Pod(String name, Map<String, String> labels, String address) {}
