package io.cdcpipeline.operator.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.cdcpipeline.operator.kubernetes.AppliedState;
import io.cdcpipeline.operator.remote.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a pipeline did to the SQL users of its database: whom it created, and what it granted. Only
 * these users are ever dropped, and only these privileges revoked. For any thread.
 */
record SqlUserRecord(AppliedState state) {
  private static final String GRANTED = "sql-users";
  private static final String CREATED = "sql-users-created";
  private static final TypeReference<TreeMap<String, List<String>>> PRIVILEGES =
      new TypeReference<>() {};

  /** Privileges by user; also of a user that was created before granting failed. */
  Map<String, List<String>> granted() {
    var granted = read();
    created().forEach(user -> granted.putIfAbsent(user, List.of()));
    return granted;
  }

  Set<String> created() {
    var created = new TreeSet<>(Arrays.asList(state.get(CREATED).orElse("").split(",", -1)));
    created.remove("");
    return created;
  }

  void addCreated(String user) {
    var created = created();
    created.add(user);
    state.put(CREATED, String.join(",", created));
  }

  /** After everything was applied. */
  void replace(List<DesiredSchema.User> users, Set<String> own) {
    var granted = new TreeMap<String, List<String>>();
    users.forEach(user -> granted.put(user.name(), user.privileges()));
    var created = new TreeSet<>(own);
    created.retainAll(granted.keySet());
    try {
      state.put(GRANTED, Json.JSON.writeValueAsString(granted));
      state.put(CREATED, String.join(",", created));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, List<String>> read() {
    try {
      return Json.JSON.readValue(state.get(GRANTED).orElse("{}"), PRIVILEGES);
    } catch (JsonProcessingException e) {
      return new TreeMap<>(); // Somebody has edited it.
    }
  }
}
