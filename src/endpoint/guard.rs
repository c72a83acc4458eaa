//! What every answer is sent with, so that a browser refuses what the app never does.

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;

/// The content security policy: nothing but our own files, and our own endpoint.
/// `wasm-unsafe-eval` allows compiling WebAssembly and nothing else.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; \
     script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; manifest-src 'self'; worker-src 'self'; font-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What the app never asks a phone for.
const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), camera=(), \
     display-capture=(), encrypted-media=(), geolocation=(), gyroscope=(), hid=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";

/// Two years, the least that browsers' preload lists accept.
const TWO_YEARS: &str = "max-age=63072000";

/// Puts the security headers on every answer of `router`. `tls`: whether it is reached over
/// HTTPS, ours or a proxy's; only then may a browser be told never to use anything else.
pub fn security_headers<S: Clone + Send + Sync + 'static>(
    router: Router<S>,
    tls: bool,
) -> Router<S> {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            PERMISSIONS_POLICY,
        ),
    ];
    let only_tls = tls.then_some((header::STRICT_TRANSPORT_SECURITY, TWO_YEARS));
    fixed
        .into_iter()
        .chain(only_tls)
        .fold(router, |router, (name, value)| {
            router.layer(SetResponseHeaderLayer::overriding(
                name,
                HeaderValue::from_static(value),
            ))
        })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{HeaderMap, Request};
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn headers_of(path: &str, tls: bool) -> HeaderMap {
        let router = security_headers(Router::new().route("/", get(|| async { "" })), tls);
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap().headers().clone()
    }

    #[tokio::test]
    async fn every_answer_carries_them_a_missing_page_too() {
        for path in ["/", "/missing"] {
            let headers = headers_of(path, false).await;
            assert_eq!(
                headers[header::CONTENT_SECURITY_POLICY],
                CONTENT_SECURITY_POLICY
            );
            assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
            assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
            let denied = headers["permissions-policy"].to_str().unwrap();
            assert!(denied.contains("camera=()") && denied.contains("geolocation=()"));
        }
    }

    #[tokio::test]
    async fn only_https_is_made_to_stay_https() {
        let plain = headers_of("/", false).await;
        assert!(!plain.contains_key(header::STRICT_TRANSPORT_SECURITY));
        let secure = headers_of("/", true).await;
        assert_eq!(secure[header::STRICT_TRANSPORT_SECURITY], TWO_YEARS);
    }

    #[test]
    fn nothing_inline_and_nothing_foreign_is_allowed() {
        for forbidden in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
            assert!(!CONTENT_SECURITY_POLICY.contains(forbidden), "{forbidden}");
        }
    }
}
