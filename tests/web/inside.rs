//! The page's own check, before any program is loaded: which user agents are browsers inside other
//! apps, and which are Safari where it deletes what a site keeps. Made up after what these apps send.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::site::js;

const ANDROID: &str = "Mozilla/5.0 (Linux; Android 14; Pixel 7";
const ANDROID_END: &str =
    "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.6723.58 Mobile Safari/537.36";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

fn judged(agent: &str, standalone: bool) -> String {
    let agent = agent.replace('\'', "");
    let verdict = js(&format!("insideAnApp('{agent}', {standalone})"));
    verdict.as_string().unwrap()
}

/// Hands out what the check declares: a script's own where it is read like this.
fn read_check() {
    let check = include_str!("../../public/check.js");
    let names = ["insideAnApp", "isSafariOnly", "whatIsMissing"];
    let out = names.map(|name| format!("globalThis.{name} = {name};"));
    js(&format!("{check}\n{}", out.join("\n")));
}

#[wasm_bindgen_test]
fn safari_on_an_iphone_or_an_ipad_is_told_from_everything_else() {
    read_check();
    let ios = |rest: &str| format!("{IPHONE} {rest}");
    let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15";
    let ipad = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
    for (agent, touches, standalone, expected) in [
        (ios("Version/17.5 Mobile/15E148 Safari/604.1"), 5, false, true),
        (ipad.into(), 5, false, true),
        // An iPad that asks for pages as on a desk.
        (mac.into(), 5, false, true),
        (mac.into(), 0, false, false),
        // The app on the home screen, which names no Safari; and should it ever.
        (ios("Mobile/15E148"), 5, true, false),
        (ios("Version/17.5 Mobile/15E148 Safari/604.1"), 5, true, false),
        // Others there.
        (ios("CriOS/130.0.6723.37 Mobile/15E148 Safari/604.1"), 5, false, false),
        (ios("FxiOS/131.0 Mobile/15E148 Safari/605.1.15"), 5, false, false),
        (ios("Version/17.0 EdgiOS/130.0.2849.68 Mobile/15E148 Safari/605.1.15"), 5, false, false),
        (ios("Version/17.5 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15"), 5, false, false),
        (ios("Version/17.5 Mobile/15E148 Safari/604.1 Instagram 350.0.1.29.93"), 5, false, false),
        (format!("{ANDROID}) {ANDROID_END}"), 5, false, false),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15".into(), 0, false, false),
    ] {
        let judged = js(&format!("isSafariOnly('{agent}', {touches}, {standalone})"));
        assert_eq!(judged.as_bool(), Some(expected), "{agent} {touches} {standalone}");
    }
}

#[wasm_bindgen_test]
fn a_browser_inside_another_app_is_told_from_a_browser() {
    read_check();
    let wv = |app: &str| format!("{ANDROID}; wv) {ANDROID_END} {app}");
    let plain = |app: &str| format!("{ANDROID}) {ANDROID_END} {app}");
    let ios = |app: &str| format!("{IPHONE} Mobile/15E148 {app}");
    for (agent, verdict) in [
        (wv(""), "android"),
        (wv("Instagram 350.1.0.46.93 Android (34/14; 420dpi)"), "android"),
        (wv("[FB_IAB/FB4A;FBAV/480.0.0.1.2;]"), "android"),
        (plain("WhatsApp/2.24.20"), "android"),
        (plain("musical_ly_2023 BytedanceWebview/d8a21c6"), "android"),
        (plain("Line/14.16.0/IAB"), "android"),
        (plain("GSA/15.42.30.28.arm64"), "android"),
        (ios("Instagram 350.0.1.29.93 (iPhone14,5; iOS 17_5)"), "ios"),
        (ios("[FBAN/FBIOS;FBAV/480.0.0.1.2;FBDV/iPhone14,5]"), "ios"),
        (ios("musical_ly_36.5.0 BytedanceWebview/d8a21c6"), "ios"),
        (ios("Safari Line/14.16.0"), "ios"),
        (ios("GSA/340.0.1 Safari/604.1"), "ios"),
        // A view of an app that does not say which it is.
        (ios(""), "ios"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 MicroMessenger/7.0".into(), "other"),
        // Browsers.
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36".into(), ""),
        ("Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36".into(), ""),
        ("Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0".into(), ""),
        (format!("{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1"), ""),
        (format!("{IPHONE} CriOS/130.0.6723.37 Mobile/15E148 Safari/604.1"), ""),
        (format!("{IPHONE} FxiOS/131.0 Mobile/15E148 Safari/605.1.15"), ""),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15".into(), ""),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15".into(), ""),
    ] {
        assert_eq!(judged(&agent, false), verdict, "{agent}");
    }
    // The app on an iPhone's home screen says no more than a view inside another app.
    assert_eq!(judged(&ios(""), true), "");
    // This browser has what is needed.
    assert_eq!(js("whatIsMissing()").as_string().unwrap(), "");
}
