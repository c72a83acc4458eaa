//! Browsers inside other apps: they throw away what is stored when they are closed.

/// What the browsers inside apps call themselves, in part. Collected from the user agents these
/// apps send; a plain Android WebView says `; wv)`.
const SIGNS: [&str; 14] = [
    "; wv)",
    "FBAN/",
    "FBAV/",
    "FB_IAB",
    "Instagram",
    "WhatsApp",
    "Line/",
    "MicroMessenger",
    "Twitter",
    "Snapchat",
    "BytedanceWebview",
    "musical_ly",
    "LinkedInApp",
    "Telegram",
];

/// Whether this user agent is the browser inside another app.
pub fn is_inside_an_app(user_agent: &str) -> bool {
    SIGNS.iter().any(|sign| user_agent.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_messenger_is_told_from_a_browser() {
        let inside = "Mozilla/5.0 (Linux; Android 14; Pixel 7; wv) AppleWebKit/537.36 (KHTML, \
                      like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36";
        let messenger = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) \
                         AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/4]";
        let chrome = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                      Chrome/130.0.0.0 Mobile Safari/537.36";
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 \
                      (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        assert!(is_inside_an_app(inside) && is_inside_an_app(messenger));
        assert!(!is_inside_an_app(chrome) && !is_inside_an_app(safari));
    }
}
