package io.rempart.store;

import java.util.Arrays;

/** Numbers in a text column, each between blanks ({@code " 12 57 "}), so that one is found as {@code " 12 "}. */
final class NumberList {
    private NumberList() {}

    static String text(int[] numbers) {
        if (numbers.length == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder(numbers.length * 6 + 1).append(' ');
        for (int number : numbers) {
            text.append(number).append(' ');
        }
        return text.toString();
    }

    static int[] numbers(String text) {
        int[] numbers = new int[text.length() / 2 + 1];
        int count = 0;
        int number = 0;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ') {
                numbers[count++] = number;
                number = 0;
            } else {
                number = number * 10 + (c - '0');
            }
        }
        return Arrays.copyOf(numbers, count);
    }
}
