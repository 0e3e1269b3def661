package io.cdcpipeline.consumer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileLoginTest {
  @TempDir Path directory;

  @Test
  void readsTheFileAtEachLogin() throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "pa\\ss\"word \n");
    var login = new PasswordFileLogin();
    var options = Map.of("username", "me", PasswordFileLogin.FILE_OPTION, file.toString());
    login.configure(
        Map.of(),
        "SCRAM-SHA-512",
        List.of(
            new AppConfigurationEntry(
                "module", AppConfigurationEntry.LoginModuleControlFlag.REQUIRED, options)));

    assertThat(answer(login)).isEqualTo("me pa\\ss\"word ");
    Files.writeString(file, "rotated");
    assertThat(answer(login)).isEqualTo("me rotated");
  }

  private static String answer(PasswordFileLogin login) throws Exception {
    var name = new NameCallback("name");
    var password = new PasswordCallback("password", false);
    login.handle(new Callback[] {name, password});
    return name.getName() + " " + new String(password.getPassword());
  }
}
