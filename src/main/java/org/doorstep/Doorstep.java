package org.doorstep;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

@SpringBootApplication
@EnableScheduling
public class Doorstep {

    public static void main(String[] args) {
        SpringApplication.run(Doorstep.class, args);
    }
}
