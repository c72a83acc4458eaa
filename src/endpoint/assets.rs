//! The built app, from inside this program: hashed names for ever, the page and the service
//! worker never without asking, brotli where it is understood, the page for the app's own paths.

use std::borrow::Cow;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use axum::routing::get;
use data_encoding::HEXLOWER;
use rust_embed::RustEmbed;

/// In release the files are inside the program; in debug they are read from `dist/` each time.
#[derive(RustEmbed)]
#[folder = "dist/"]
#[allow_missing = true]
struct Dist;

/// Makes cargo build this file again when the list of built files changes (`cargo xtask build`).
const _: Option<&str> = option_env!("STAIRWELL_DIST");

/// The page that every path of the app shows.
const PAGE: &str = "index.html";
/// A name that carries its hash can be kept for a year, the longest a cache is asked to.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Anything else is asked about each time, and answered with 304 where it has not changed.
const ASK: &str = "no-cache";

/// A file of the built app.
struct File {
    bytes: Cow<'static, [u8]>,
    hash: [u8; 32],
}

/// Serves the built app at every path but the API's (`/v1/`).
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/", get(serve))
        .route("/{*path}", get(serve))
}

/// Whether a file's name carries the hash of its contents: 16 hexadecimal digits between
/// hyphens, dots or underscores, as trunk and `pack` write them.
pub fn is_hashed(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.split(['-', '.', '_'])
        .any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

async fn serve(uri: Uri, headers: HeaderMap) -> Response<Body> {
    answer(uri.path(), &headers, |name| {
        Dist::get(name).map(|file| File {
            hash: file.metadata.sha256_hash(),
            bytes: file.data,
        })
    })
}

fn answer(path: &str, headers: &HeaderMap, find: impl Fn(&str) -> Option<File>) -> Response<Body> {
    let path = path.trim_start_matches('/');
    let of_the_api = path == "v1" || path.starts_with("v1/");
    // A compressed copy is another way of sending its file, not a file of its own.
    if of_the_api || path.ends_with(".br") {
        return plain(StatusCode::NOT_FOUND, String::new());
    }
    let of_the_app = path
        .rsplit('/')
        .next()
        .is_none_or(|last| !last.contains('.'));
    let name = if of_the_app { PAGE } else { path };
    let Some(file) = find(name) else {
        let sentence = if of_the_app {
            crate::t!("cli.not_built")
        } else {
            String::new()
        };
        return plain(StatusCode::NOT_FOUND, sentence);
    };
    let compressed = accepts_brotli(headers)
        .then(|| find(&format!("{name}.br")))
        .flatten();
    send(name, headers, &file.hash, file.bytes, compressed)
}

fn send(
    name: &str,
    headers: &HeaderMap,
    hash: &[u8; 32],
    bytes: Cow<'static, [u8]>,
    compressed: Option<File>,
) -> Response<Body> {
    let etag = format!("W/\"{}\"", HEXLOWER.encode(&hash[..16]));
    let unchanged = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == etag);
    let mut response = Response::new(Body::empty());
    let fields = response.headers_mut();
    fields.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(if is_hashed(name) { FOR_EVER } else { ASK }),
    );
    fields.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(value) = HeaderValue::from_str(&etag) {
        fields.insert(header::ETAG, value);
    }
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    if let Ok(value) = HeaderValue::from_str(&content_type(name)) {
        fields.insert(header::CONTENT_TYPE, value);
    }
    let bytes = match compressed {
        Some(file) => {
            fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            file.bytes
        }
        None => bytes,
    };
    *response.body_mut() = match bytes {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    response
}

fn content_type(name: &str) -> String {
    // Not in the table, and browsers insist on it for an installable app.
    if name.ends_with(".webmanifest") {
        return "application/manifest+json".to_string();
    }
    let guessed = mime_guess::from_path(name).first_or_octet_stream();
    match guessed.type_() {
        mime_guess::mime::TEXT => format!("{guessed}; charset=utf-8"),
        _ => guessed.to_string(),
    }
}

/// Whether `br` is among the accepted encodings and not refused with `q=0`.
fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offer| {
            let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
            let refused = weight
                .trim()
                .strip_prefix("q=")
                .is_some_and(|q| q.parse() == Ok(0.0));
            name.trim().eq_ignore_ascii_case("br") && !refused
        })
}

fn plain(status: StatusCode, sentence: String) -> Response<Body> {
    let mut response = Response::new(Body::from(sentence));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;

    const APP: &str = "app-0123456789abcdef_bg.wasm";

    fn built(name: &str) -> Option<File> {
        let bytes: &'static [u8] = match name {
            PAGE => b"<!doctype html>",
            "sw.js" => b"// worker",
            "manifest.webmanifest" => b"{}",
            APP => b"wasm",
            "app-0123456789abcdef_bg.wasm.br" => b"br",
            _ => return None,
        };
        Some(File {
            bytes: Cow::Borrowed(bytes),
            hash: [7; 32],
        })
    }

    fn ask(path: &str, headers: &[(&str, &str)]) -> Response<Body> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name: axum::http::HeaderName = name.parse().unwrap();
            map.append(name, value.parse().unwrap());
        }
        answer(path, &map, built)
    }

    fn field(response: &Response<Body>, name: header::HeaderName) -> &str {
        response
            .headers()
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn a_hashed_name_is_kept_for_ever_and_sent_small() {
        let response = ask(&format!("/{APP}"), &[("accept-encoding", "gzip, br")]);
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(field(&response, header::CONTENT_TYPE), "application/wasm");
        assert_eq!(field(&response, header::CONTENT_ENCODING), "br");
        assert_eq!(field(&response, header::CACHE_CONTROL), FOR_EVER);
    }

    #[test]
    fn what_is_not_asked_for_is_not_compressed() {
        for accepted in ["gzip", "br;q=0", ""] {
            let response = ask(&format!("/{APP}"), &[("accept-encoding", accepted)]);
            assert_eq!(field(&response, header::CONTENT_ENCODING), "", "{accepted}");
        }
    }

    #[test]
    fn paths_of_the_app_show_its_page_and_ask_each_time() {
        for path in ["/", "/join", "/stair/3", "/stair/3/door/"] {
            let response = ask(path, &[]);
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(
                field(&response, header::CONTENT_TYPE),
                "text/html; charset=utf-8"
            );
            assert_eq!(field(&response, header::CACHE_CONTROL), ASK);
        }
    }

    #[test]
    fn the_service_worker_and_the_manifest_ask_each_time() {
        let response = ask("/sw.js", &[]);
        assert_eq!(field(&response, header::CACHE_CONTROL), ASK);
        assert_eq!(
            field(&response, header::CONTENT_TYPE),
            "text/javascript; charset=utf-8"
        );
        let response = ask("/manifest.webmanifest", &[]);
        assert_eq!(
            field(&response, header::CONTENT_TYPE),
            "application/manifest+json"
        );
    }

    #[test]
    fn what_is_known_already_is_not_sent_again() {
        let first = ask("/", &[]);
        let etag = field(&first, header::ETAG).to_string();
        let again = ask("/", &[("if-none-match", &etag)]);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let other = ask("/", &[("if-none-match", "W/\"00\"")]);
        assert_eq!(other.status(), StatusCode::OK);
    }

    #[test]
    fn missing_files_and_the_api_are_not_found() {
        for path in [
            "/missing.js",
            "/v1",
            "/v1/sync",
            "/sw.js.br",
            "/../Cargo.toml",
        ] {
            assert_eq!(ask(path, &[]).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn only_a_whole_hash_makes_a_name_hashed() {
        assert!(is_hashed("icons/app-0123456789abcdef_bg.wasm"));
        assert!(is_hashed("app-0123456789abcdef.js"));
        assert!(!is_hashed("import_worker.js"));
        assert!(!is_hashed("app-0123456789abcde.js"));
        assert!(!is_hashed("snippets/lib-0123456789abcdef/inline0.js"));
    }

    #[tokio::test]
    async fn the_router_answers_pages_and_refuses_what_is_not_a_read() {
        let call = |method: &'static str| {
            let request = Request::builder().method(method).uri("/nothing.here");
            router::<()>().oneshot(request.body(Body::empty()).unwrap())
        };
        assert_eq!(call("GET").await.unwrap().status(), StatusCode::NOT_FOUND);
        assert_eq!(
            call("POST").await.unwrap().status(),
            StatusCode::METHOD_NOT_ALLOWED
        );
    }
}
