import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strimzi.api.kafka.model.common.UnknownPropertyPreserving;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.mirrormaker2.KafkaMirrorMaker2;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/** Reads objects, one a line as JSON, by Strimzi's own model: fields that it does not know, and values that it does not keep. */
public class Check {
    static final Map<String, Class<?>> KINDS = Map.of("Kafka", Kafka.class, "KafkaNodePool", KafkaNodePool.class,
        "KafkaTopic", KafkaTopic.class, "KafkaUser", KafkaUser.class, "KafkaMirrorMaker2", KafkaMirrorMaker2.class);

    public static void main(String[] arguments) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        int faults = 0;
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            JsonNode said = mapper.readTree(line);
            String where = said.path("kind").asText() + " " + said.path("metadata").path("name").asText();
            StringBuilder found = new StringBuilder();
            try {
                Object read = mapper.treeToValue(said, KINDS.get(said.path("kind").asText()));
                unknown(read, "", found);
                kept(said.path("spec"), ((JsonNode) mapper.valueToTree(read)).path("spec"), ".spec", found);
            } catch (com.fasterxml.jackson.core.JsonProcessingException fault) {
                found.append(": ").append(fault.getOriginalMessage()).append('\n');
            }
            for (String one : found.toString().split("\n")) {
                if (!one.isEmpty()) { System.out.println(where + one); faults++; }
            }
        }
        System.exit(faults == 0 ? 0 : 1);
    }

    static void unknown(Object read, String path, StringBuilder found) throws Exception {
        if (read instanceof Collection<?> many) {
            for (Object one : many) unknown(one, path + "[]", found);
        }
        if (read == null || !read.getClass().getName().startsWith("io.strimzi.") || read instanceof Enum) return;
        if (read instanceof UnknownPropertyPreserving loose && loose.getAdditionalProperties() != null) {
            for (String name : loose.getAdditionalProperties().keySet()) found.append(path + "." + name + ": no such field\n");
        }
        for (Class<?> kind = read.getClass(); kind != null && kind != Object.class; kind = kind.getSuperclass()) {
            for (Field field : kind.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || !kind.getName().startsWith("io.strimzi.")) continue;
                field.setAccessible(true);
                unknown(field.get(read), path + "." + field.getName(), found);
            }
        }
        if (read instanceof io.fabric8.kubernetes.client.CustomResource<?, ?> whole) unknown(whole.getSpec(), ".spec", found);
    }

    static void kept(JsonNode said, JsonNode read, String path, StringBuilder found) {
        if (said.isObject()) {
            said.fields().forEachRemaining(one -> {
                JsonNode there = read == null ? null : read.get(one.getKey());
                if (there == null || there.isNull()) found.append(path + "." + one.getKey() + ": not kept\n");
                else kept(one.getValue(), there, path + "." + one.getKey(), found);
            });
        } else if (said.isArray()) {
            if (said.size() != read.size()) found.append(path + ": not kept whole\n");
            for (int n = 0; n < Math.min(said.size(), read.size()); n++) kept(said.get(n), read.get(n), path + "[]", found);
        } else if (!said.asText().equals(read.asText())) {
            found.append(path + ": " + said.asText() + " was read as " + read.asText() + "\n");
        }
    }
}
