package io.cdcpipeline.local.cluster;

import java.util.Map;

/** A process in place of a pod: the labels by which Services select it, and its address. */
public record Pod(String name, Map<String, String> labels, String address) {}
