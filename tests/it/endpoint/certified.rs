//! TLS of the endpoint's own: a certificate from a real ACME server (Debian's `pebble`), renewed; one
//! in files, replaced; and what is answered without TLS.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::cluster::wait;
use super::raw::{head, raw};
use crate::site::{Desk, Site};

const NAME: &str = "knock.example";
/// How long a certificate holds that the test's authority signs, in seconds.
const HOLDS: i64 = 18;

/// A process of the test's own.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Ended already is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port nobody has just now.
fn free() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Signs for tests.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate and its key, in PEM.
fn signed(by: &CertifiedIssuer<'static, KeyPair>, name: &str) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_string()]).unwrap();
    (
        params.signed_by(&key, by).unwrap().pem(),
        key.serialize_pem(),
    )
}

/// What a client that believes `root` gets over TLS: the answer, and the certificate it was shown.
fn ask(address: &str, root: &str, request: &[u8]) -> Result<(String, Vec<u8>), std::io::Error> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(root.as_bytes()).unwrap())
        .unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(NAME).unwrap();
    wait(async {
        let stream = TcpStream::connect(address).await?;
        let connector = TlsConnector::from(Arc::new(config));
        let mut stream = connector.connect(name, stream).await?;
        stream.write_all(request).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        let shown = stream.get_ref().1.peer_certificates().unwrap()[0].to_vec();
        Ok((String::from_utf8_lossy(&answer).into_owned(), shown))
    })
}

fn get(address: &str, root: &str) -> Result<(String, Vec<u8>), std::io::Error> {
    ask(address, root, &head("GET /healthz", &[]))
}

/// Tries until it works.
fn until<T>(seconds: u64, mut what: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(it) = what() {
            return it;
        }
        assert!(begun.elapsed() < Duration::from_secs(seconds), "too late");
        thread::sleep(Duration::from_millis(100));
    }
}

/// A real ACME server, which finds every name at this computer; and who answers it which.
struct Acme {
    directory: String,
    roots: String,
    _running: [Running; 2],
}

impl Acme {
    fn start(folder: &Path, ca: &CertifiedIssuer<'static, KeyPair>, http: u16) -> Option<Acme> {
        let (names, listen, manage) = (free(), free(), free());
        let (certificate, key) = signed(ca, "localhost");
        let (chain, secret) = (folder.join("pebble.pem"), folder.join("pebble.key"));
        fs::write(&chain, certificate).unwrap();
        fs::write(&secret, key).unwrap();
        let settings = serde_json::json!({"pebble": {
            "listenAddress": format!("127.0.0.1:{listen}"),
            "managementListenAddress": format!("127.0.0.1:{manage}"),
            "certificate": chain, "privateKey": secret,
            "httpPort": http, "tlsPort": free(),
            "certificateValidityPeriod": HOLDS,
        }});
        let file = folder.join("pebble.json");
        fs::write(&file, settings.to_string()).unwrap();
        let quiet = |command: &mut Command| {
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command.spawn().map(Running).ok()
        };
        let names = format!("127.0.0.1:{names}");
        let mut resolver = Command::new("pebble-challtestsrv");
        resolver.args([
            "-dns01",
            &names,
            "-http01",
            "",
            "-https01",
            "",
            "-tlsalpn01",
            "",
        ]);
        resolver.args([
            "-defaultIPv6",
            "",
            "-management",
            &format!("127.0.0.1:{}", free()),
        ]);
        let resolver = quiet(&mut resolver)?;
        let mut pebble = Command::new("pebble");
        pebble.args(["-dnsserver", &names, "-config"]).arg(&file);
        // It would wait for up to fifteen seconds before it looks, for no reason but to annoy.
        let pebble = quiet(pebble.env("PEBBLE_VA_NOSLEEP", "1"))?;
        Some(Acme {
            directory: format!("https://localhost:{listen}/dir"),
            roots: format!("https://localhost:{manage}/roots/0"),
            _running: [resolver, pebble],
        })
    }

    /// The root certificate that what it signs is believed by.
    fn root(&self, ca: &str) -> String {
        let root = ureq::tls::Certificate::from_pem(ca.as_bytes()).unwrap();
        let roots = ureq::tls::RootCerts::new_with_certs(&[root]);
        let tls = ureq::tls::TlsConfig::builder().root_certs(roots).build();
        let agent = ureq::Agent::config_builder()
            .tls_config(tls)
            .build()
            .new_agent();
        until(20, || {
            let answer = agent.get(&self.roots).call();
            answer.ok()?.body_mut().read_to_string().ok()
        })
    }
}

#[test]
fn a_certificate_is_got_from_a_real_authority_and_renewed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let ca = authority();
    let ca_file = folder.path().join("ca.pem");
    fs::write(&ca_file, ca.pem()).unwrap();
    let http = free();
    let Some(acme) = Acme::start(folder.path(), &ca, http) else {
        println!("skipped: there is no ACME server to ask (Debian: apt-get install pebble)");
        return;
    };
    let (root, directory) = (acme.root(&ca.pem()), acme.directory.clone());
    let plainly = format!("127.0.0.1:{http}");
    let arguments = [
        "--domain",
        NAME,
        "--listen-http",
        &plainly,
        "--acme-directory",
        &directory,
        "--acme-ca",
        ca_file.to_str().unwrap(),
        "--metrics",
        "127.0.0.1:0",
    ];
    let site = Site::program_with(&data, &arguments);
    let (answer, first) = until(30, || get(site.address(), &root).ok());
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        answer.contains("strict-transport-security: max-age=63072000"),
        "{answer}"
    );
    // While the old one holds, there is a newer.
    until(60, || {
        let (_, shown) = get(site.address(), &root).expect("never without one that holds");
        (shown != first).then_some(())
    });
    let tls = data.join("tls");
    for entry in fs::read_dir(&tls).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(
        fs::read_dir(&tls).unwrap().count(),
        2,
        "an account and a certificate"
    );
    sent_on(&plainly, site.address());
    // Started again it asks nobody: there is nobody to ask.
    drop(site);
    drop(acme);
    let site = Site::program_with(&data, &arguments);
    let kept = fs::read(tls.join(format!("{NAME}.pem"))).unwrap();
    let kept = CertificateDer::from_pem_slice(&kept).unwrap();
    let (_, shown) = until(5, || get(site.address(), &root).ok());
    assert_eq!(shown, kept.to_vec());
    assert_ne!(shown, first);
}

/// Who comes without TLS is sent to where there is, whatever host they say they want.
fn sent_on(plainly: &str, secure: &str) {
    let plain = Site::at(plainly);
    let answer = raw(
        &plain,
        b"GET /join?a=b HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n",
    );
    assert_eq!(answer.status, 308);
    let port = secure.rsplit_once(':').unwrap().1;
    let to = format!("https://{NAME}:{port}/join?a=b");
    assert_eq!(answer.header("location"), Some(&*to));
    let unknown = head("GET /.well-known/acme-challenge/none", &[]);
    assert_eq!(raw(&plain, &unknown).status, 404);
}

#[test]
fn a_certificate_in_files_is_shown_and_replaced_when_they_change() {
    let folder = tempfile::tempdir().unwrap();
    let ca = authority();
    let (chain, key) = (
        folder.path().join("chain.pem"),
        folder.path().join("key.pem"),
    );
    let write = || {
        let (certificate, secret) = signed(&ca, NAME);
        fs::write(&chain, certificate).unwrap();
        fs::write(&key, secret).unwrap();
    };
    write();
    let arguments = [
        "--certificate",
        chain.to_str().unwrap(),
        "--key",
        key.to_str().unwrap(),
    ];
    let site = Site::program_with(&folder.path().join("data"), &arguments);
    let (answer, first) = get(site.address(), &ca.pem()).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // Half of a change changes nothing.
    let (_, stranger) = signed(&ca, NAME);
    let own = fs::read_to_string(&key).unwrap();
    fs::write(&key, stranger).unwrap();
    thread::sleep(Duration::from_millis(2_500));
    assert_eq!(get(site.address(), &ca.pem()).unwrap().1, first);
    fs::write(&key, own).unwrap();
    write();
    until(20, || {
        let (_, shown) = get(site.address(), &ca.pem()).ok()?;
        (shown != first).then_some(())
    });
    // Who opens a connection and says nothing keeps nobody out.
    let _silent: Vec<_> = (0..20)
        .map(|_| std::net::TcpStream::connect(site.address()).unwrap())
        .collect();
    assert!(get(site.address(), &ca.pem()).is_ok());
}

#[test]
fn a_key_of_another_certificate_is_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let ca = authority();
    let (chain, key) = (
        folder.path().join("chain.pem"),
        folder.path().join("key.pem"),
    );
    fs::write(&chain, signed(&ca, NAME).0).unwrap();
    fs::write(&key, signed(&ca, NAME).1).unwrap();
    let done = Command::new(crate::site::PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path().join("data"))
        .args(["--certificate", chain.to_str().unwrap()])
        .args(["--key", key.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(!done.status.success());
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("is not the certificate's"), "{said}");
}

#[test]
fn a_proxy_says_where_requests_come_from_and_nobody_else_does() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, slowed) in [(&["--behind-proxy"][..], false), (&[], true)] {
        let data = folder.path().join(slowed.to_string());
        let site = Site::program_with(&data, arguments);
        Desk::founded(&site, 4);
        let find = stairwell::sync::wire::encode(&stairwell::sync::wire::Find { name: [0; 32] });
        let nonce = data_encoding::HEXLOWER.encode(&site.nonce());
        // One address may ask 600 times at once, and 100 times a second from then on; each of these says it is another.
        // Several ask at a time: one after the other, a busy computer does not ask so often.
        let ask = |n: usize| {
            let from = format!("198.51.{}.{}", n / 250, n % 250);
            let headers = [
                ("content-type", stairwell::sync::wire::CONTENT_TYPE),
                (stairwell::sync::wire::NONCE_HEADER, &nonce),
                ("x-forwarded-for", &from),
            ];
            let answer = site.send(stairwell::sync::wire::path::FIND, None, &headers, &find);
            answer.unwrap().status
        };
        assert_eq!(ask(0), 404);
        let asked: Vec<u16> = std::thread::scope(|all| {
            let each = |first: usize| move || (first..first + 250).map(ask).collect::<Vec<_>>();
            let asking: Vec<_> = (0..8).map(|n| all.spawn(each(n * 250))).collect();
            let ended = asking.into_iter().map(|it| it.join().unwrap());
            ended.flatten().collect()
        });
        assert_eq!(asked.contains(&429), slowed);
    }
}
