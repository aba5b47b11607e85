package org.doorstep.reliability;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

/**
 * A Java agent that takes a guard out of a server, so that the checker can be seen to miss it, or sets its clock. What it
 * does stands in a file of properties:
 *
 * <ul>
 *   <li>{@code class}, {@code find.1}, {@code replace.1} and so on: other texts in the constants of a class
 *   <li>{@code untransacted}: writes of several statements have neither a transaction nor the shield
 *   <li>{@code clock}: seconds by which the clock of the JVM is ahead
 * </ul>
 */
public final class Sabotage implements ClassFileTransformer {

    private static final String TRANSACTIONS = "org/doorstep/platform/database/Transactions";

    private final Properties plan;
    private final long ahead;

    private Sabotage(Properties plan) {
        this.plan = plan;
        this.ahead = Long.parseLong(plan.getProperty("clock", "0"));
    }

    public static void premain(String file, Instrumentation instrumentation)
            throws IOException, UnmodifiableClassException {
        Properties plan = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            plan.load(in);
        }
        Sabotage sabotage = new Sabotage(plan);
        instrumentation.addTransformer(sabotage, true);
        if (sabotage.ahead != 0) {
            instrumentation.retransformClasses(Clock.class, Date.class);
        }
    }

    /** The argument for a JVM that shall run with this plan. */
    static String argument(Path folder, Properties plan) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("sabotage.properties");
        try (var out = Files.newOutputStream(file)) {
            plan.store(out, null);
        }
        Path jar = folder.resolve("sabotage.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Sabotage.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> type : new Class<?>[] {Sabotage.class, Rewriter.class, Rewriter.Method.class}) {
                String entry = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (InputStream in = Sabotage.class.getClassLoader().getResourceAsStream(entry)) {
                    in.transferTo(out);
                }
            }
        }
        return "-javaagent:" + jar + "=" + file;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
        boolean meant = name.equals(plan.getProperty("class", "").replace('.', '/'))
                || name.equals(TRANSACTIONS)
                || ahead != 0 && !name.startsWith("org/doorstep/reliability/");
        if (!meant) {
            return null;
        }
        try {
            ClassReader reader = new ClassReader(bytes);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new Rewriter(writer, name), 0);
            return writer.toByteArray();
        } catch (RuntimeException | Error e) {
            // the JVM would go on in silence with the class as it was
            System.err.println("Sabotage of " + name + " failed: " + e);
            Runtime.getRuntime().halt(3);
            throw e;
        }
    }

    private final class Rewriter extends ClassVisitor {

        private final String type;

        Rewriter(ClassWriter writer, String type) {
            super(Opcodes.ASM9, writer);
            this.type = type;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (type.equals(TRANSACTIONS) && name.equals("write") && plan.containsKey("untransacted")) {
                returnTheWork(next);
                // the old body is left out
                return null;
            }
            return new Method(next);
        }

        private static void returnTheWork(MethodVisitor method) {
            method.visitCode();
            method.visitVarInsn(Opcodes.ALOAD, 1);
            method.visitInsn(Opcodes.ARETURN);
            method.visitMaxs(1, 2);
            method.visitEnd();
        }

        private final class Method extends MethodVisitor {

            Method(MethodVisitor next) {
                super(Opcodes.ASM9, next);
            }

            @Override
            public void visitLdcInsn(Object value) {
                Object other = value;
                if (value instanceof String text
                        && type.equals(plan.getProperty("class", "").replace('.', '/'))) {
                    for (int i = 1; plan.containsKey("find." + i); i++) {
                        text = text.replace(plan.getProperty("find." + i), plan.getProperty("replace." + i));
                    }
                    other = text;
                }
                super.visitLdcInsn(other);
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                if (ahead == 0) {
                    return;
                }
                if (owner.equals("java/lang/System") && name.equals("currentTimeMillis")) {
                    add(ahead * 1_000);
                } else if (owner.equals("jdk/internal/misc/VM") && name.equals("getNanoTimeAdjustment")) {
                    add(ahead * 1_000_000_000);
                }
            }

            private void add(long amount) {
                super.visitLdcInsn(amount);
                super.visitInsn(Opcodes.LADD);
            }

            @Override
            public void visitMaxs(int stack, int locals) {
                super.visitMaxs(stack + (ahead == 0 ? 0 : 2), locals);
            }
        }
    }
}
