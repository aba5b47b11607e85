package org.doorstep.identity;

/** A language that messages are written in. */
enum ViewerLocale {
    ZH_CN("zh-CN"),
    EN("en");

    private final String tag;

    ViewerLocale(String tag) {
        this.tag = tag;
    }

    String tag() {
        return tag;
    }

    static ViewerLocale ofTag(String tag) {
        return tag.equals(EN.tag) ? EN : ZH_CN;
    }
}
