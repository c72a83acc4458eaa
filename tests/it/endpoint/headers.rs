//! What every answer is sent with, whatever it answers; methods and paths nobody has a use for.

use stairwell::sync::wire::{CONTENT_TYPE, NONCE_HEADER, Refusal, RefusalCode, path};

use super::camp::Camp;
use super::raw::{Raw, head, raw};

const NONCE: (&str, &str) = (NONCE_HEADER, "00112233445566778899aabbccddeeff");
const TYPE: (&str, &str) = ("content-type", CONTENT_TYPE);

/// What a browser is told with every answer. Written out: whoever loosens it says so here.
const ALWAYS: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
         font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// What is never sent: other sites get no leave, and nobody learns what software this is.
const NEVER: [&str; 5] = [
    "access-control-allow-origin",
    "access-control-allow-headers",
    "set-cookie",
    "server",
    // Over plain HTTP.
    "strict-transport-security",
];

fn check(what: &str, answer: &Raw) {
    for (name, value) in ALWAYS {
        assert_eq!(answer.header(name), Some(value), "{name} of {what}");
    }
    let denied = answer.header("permissions-policy").unwrap_or_default();
    for thing in ["camera=()", "geolocation=()", "microphone=()"] {
        assert!(denied.contains(thing), "{thing} of {what}");
    }
    for name in NEVER {
        assert_eq!(answer.header(name), None, "{name} of {what}");
    }
}

#[test]
fn every_kind_of_answer_carries_the_security_headers() {
    let camp = Camp::new();
    let token = format!("Bearer {}", camp.olwen.token().to_hex());
    let authorised = [TYPE, NONCE, ("authorization", &token)];
    let get = |path: &str| raw(&camp.site, &head(&format!("GET {path}"), &[]));
    let post = |path: &str, headers: &[_]| raw(&camp.site, &head(&format!("POST {path}"), headers));
    let answers = [
        ("the page", get("/")),
        ("a path of the app", get("/join")),
        ("a service worker", get("/sw.js")),
        ("a missing file", get("/missing.js")),
        ("health", get(path::HEALTH)),
        ("a page posted to", post("/", &[])),
        ("an answer", post(path::MEMBERS, &authorised)),
        ("a refusal", post(path::MEMBERS, &[TYPE, NONCE])),
        ("no nonce", post(path::MEMBERS, &[TYPE])),
        ("no such request", post("/v1/nothing", &[TYPE, NONCE])),
        ("a request read", get(path::SYNC)),
        ("the API's folder", get("/v1")),
    ];
    for (what, answer) in &answers {
        check(what, answer);
    }
    let answered = |what| answers.iter().find(|(of, _)| *of == what).unwrap();
    assert_eq!(answered("an answer").1.status, 200);
    assert_eq!(answered("a missing file").1.status, 404);
    assert_eq!(answered("health").1.status, 200);
    for what in [
        "an answer",
        "a refusal",
        "no nonce",
        "no such request",
        "a request read",
    ] {
        let kept = answered(what).1.header("cache-control");
        assert_eq!(kept, Some("no-store"), "{what}");
    }
}

#[test]
fn only_https_is_told_to_stay_https() {
    let camp = Camp::with(|settings| settings.tls = true);
    for line in ["GET /", "POST /v1/sync", "GET /missing.js"] {
        let told = raw(&camp.site, &head(line, &[]));
        let told = told.header("strict-transport-security");
        assert_eq!(told, Some("max-age=63072000"), "{line}");
    }
}

#[test]
fn the_api_is_posted_to_and_nothing_else() {
    let camp = Camp::new();
    let before = camp.rows();
    let token = format!("Bearer {}", camp.olwen.token().to_hex());
    let headers = [TYPE, NONCE, ("authorization", &token)];
    for path in [path::SYNC, path::START, "/v1/nothing", "/v1", "/v1/"] {
        for method in ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "KNOCK"] {
            let answer = raw(&camp.site, &head(&format!("{method} {path}"), &headers));
            check(method, &answer);
            assert_eq!(answer.status, 400, "{method} {path}");
            let refusal: Refusal = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(refusal.code, RefusalCode::Malformed, "{method} {path}");
            // A trace would show a script its own token.
            let body = String::from_utf8_lossy(&answer.body);
            assert!(!body.contains("Bearer"), "{method} {path}");
        }
        let answer = raw(&camp.site, &head(&format!("HEAD {path}"), &headers));
        assert_eq!((answer.status, answer.body.len()), (400, 0), "HEAD {path}");
    }
    assert_eq!(camp.rows(), before);
}

#[test]
fn another_sites_page_gets_no_leave_to_ask() {
    let camp = Camp::new();
    let asking = [
        ("origin", "https://elsewhere.example"),
        ("access-control-request-method", "POST"),
        (
            "access-control-request-headers",
            "content-type,stairwell-nonce",
        ),
    ];
    let answer = raw(&camp.site, &head("OPTIONS /v1/sync", &asking));
    assert_eq!(answer.status, 400);
    check("a preflight", &answer);
}

#[test]
fn no_path_leads_out_of_the_built_app() {
    let camp = Camp::new();
    let manifest = include_str!("../../../Cargo.toml").lines().next().unwrap();
    for path in [
        "/../Cargo.toml",
        "/a/../../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e%2f%2e%2e%2fetc%2fpasswd.txt",
        "//etc/hosts.allow",
        "/..\\Cargo.toml",
        "/./../Cargo.toml",
        "/....//Cargo.toml",
        "/Cargo.toml%00.js",
        "/stairwell.db",
        "/data/stairwell.db",
        "/index.html.br",
    ] {
        let answer = raw(&camp.site, &head(&format!("GET {path}"), &[]));
        check(path, &answer);
        assert_eq!(answer.status, 404, "{path}");
        let body = String::from_utf8_lossy(&answer.body);
        assert!(!body.contains(manifest), "{path}");
    }
}
