package io.cdcpipeline.shop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopSettingsTest {
  private final Map<String, String> environment =
      new HashMap<>(Map.of("SQL_HOST", "db", "SQL_USER", "shop_app"));

  @Test
  void hostAndUserAreEnough() {
    ShopSettings settings = ShopSettings.from(environment);
    assertThat(settings.httpPort()).isEqualTo(8080);
    assertThat(settings.sql().port()).isEqualTo(4000);
    assertThat(settings.sql().database()).isEqualTo("shop");
    assertThat(settings.sql().password().value()).isEmpty();
    assertThat(settings.load()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"50/s, 50", "90/m, 1.5", "36/h, 0.01", "0.5/s, 0.5"})
  void aLoadIsARate(String text, double perSecond) {
    environment.put("LOAD", text);
    var load = ShopSettings.from(environment).load().orElseThrow();
    assertThat(load.perSecond()).isEqualTo(perSecond);
    assertThat(load.shape()).isEqualTo(LoadSettings.Shape.STEADY);
  }

  @Test
  void aPatternHasAPeriodThatCanBeSet() {
    environment.putAll(Map.of("LOAD", "1/s", "LOAD_PATTERN", "Day"));
    assertThat(ShopSettings.from(environment).load().orElseThrow().period())
        .isEqualTo(Duration.ofHours(24));
    environment.put("LOAD_PERIOD", "10m");
    assertThat(ShopSettings.from(environment).load().orElseThrow().period())
        .isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @CsvSource({"''", "0/s"})
  void noLoadIsNone(String text) {
    environment.put("LOAD", text);
    assertThat(ShopSettings.from(environment).load()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SQL_HOST           |             | is required, but not set
          SQL_HOST           | db:4000     | "db:4000" is not a host name or address; the port goes into SQL_PORT
          SQL_USER           |             | is required, but not set
          SQL_PORT           | 0           | "0" is not a number from 1 to 65535
          SQL_PORT           | tcp://1:2   | "tcp://1:2" is not a number from 1 to 65535
          SQL_DATABASE       | a`b         | "a`b" is not a name of letters, digits, _, $ and -
          SQL_PASSWORD_FILE  | /no/such    | "/no/such" is not a readable file
          SQL_CONNECTIONS    | many        | "many" is not a number from 1 to 200
          SQL_RETRY_SECONDS  | 61          | "61" is not a number from 0 to 60
          HTTP_PORT          | 70000       | "70000" is not a number from 0 to 65535
          MAX_REQUESTS       | 0           | "0" is not a number from 1 to 1000
          LOAD               | fast        | "fast" is not a rate like 50/s, 90/m or 20/h, at most 5000/s
          LOAD               | 5001/s      | "5001/s" is not a rate like 50/s, 90/m or 20/h, at most 5000/s
          LOAD_PATTERN       | waves       | "waves" is not one of steady, day, burst
          LOAD_PERIOD        | 0s          | "0s" is not a duration like 90s, 10m or 24h
          LOG_LEVEL          | loud        | "loud" is not one of error, warn, info, debug
          """)
  void aWrongSettingIsNamed(String name, String value, String problem) {
    environment.put(name, value == null ? "" : value);
    assertThatThrownBy(() -> ShopSettings.from(environment))
        .isInstanceOf(ConfigException.class)
        .hasMessage(name + ": " + problem);
  }

  @Test
  void aPasswordComesFromOneSource(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), " first \n");
    environment.put("SQL_PASSWORD_FILE", file.toString());
    Password password = ShopSettings.from(environment).sql().password();
    assertThat(password.value()).isEqualTo(" first ");
    Files.writeString(file, "rotated");
    assertThat(password.value()).isEqualTo("rotated");

    environment.put("SQL_PASSWORD", "other");
    assertThatThrownBy(() -> ShopSettings.from(environment))
        .hasMessage("SQL_PASSWORD: set either this or SQL_PASSWORD_FILE, not both");
  }

  @Test
  void aLoginPasswordIsWhatBcryptReads() {
    environment.put("LOGIN_PASSWORD", "\u00fc".repeat(36));
    assertThatThrownBy(() -> ShopSettings.from(environment))
        .hasMessage("LOGIN_PASSWORD: must have 1 to 71 bytes in UTF-8");
  }

  @Test
  void passwordsAreNotPrinted() {
    environment.putAll(Map.of("SQL_PASSWORD", "top-secret", "LOGIN_PASSWORD", "hush-hush"));
    ShopSettings settings = ShopSettings.from(environment);
    assertThat(settings + " " + settings.printable()).doesNotContain("top-secret", "hush-hush");
  }

  /** Every name in the help is read, and every name read is in the help. */
  @Test
  void theHelpListsTheSettings() throws IOException {
    var inCode = Pattern.compile("\"([A-Z]+_?[A-Z_]*)\"");
    var inHelp = Pattern.compile("(?m)^ {2}([A-Z_]+) ");
    StringBuilder code = new StringBuilder();
    for (String name : new String[] {"ShopSettings", "SqlSettings", "LoadSettings"}) {
      code.append(
          Files.readString(Path.of("src/main/java/io/cdcpipeline/shop/config/" + name + ".java")));
    }
    var read = inCode.matcher(code).results().map(m -> m.group(1)).distinct().toList();
    var listed =
        inHelp
            .matcher(ShopSettings.HELP)
            .results()
            .map(m -> m.group(1))
            .filter(name -> !name.endsWith("_FILE"))
            .toList();
    assertThat(listed).containsExactlyInAnyOrderElementsOf(read);
  }
}
