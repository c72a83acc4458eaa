//! How an endpoint that is served is reached: plainly, or with TLS of its own.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use tokio::net::TcpListener;

use super::kept::Kept;
use crate::endpoint::tls::acme::{Terms, lets_encrypt};
use crate::endpoint::tls::files::Files;
use crate::endpoint::tls::plain::{self, Challenges};
use crate::endpoint::tls::{Certificate, Shown};
use crate::endpoint::{Endpoint, Front};
use crate::t;

const HTTPS: u16 = 443;
const HTTP: u16 = 80;
/// Where it listens that has no TLS of its own: not for the outside.
const PLAIN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// The folder in the endpoint's own that holds what TLS needs.
const FOLDER: &str = "tls";

/// The arguments about it.
#[derive(Debug, Args)]
pub(super) struct Reached {
    #[arg(long, value_name = "ADDRESS", env = "STAIRWELL_LISTEN", help = t!("cli.serve_listen"))]
    listen: Option<SocketAddr>,
    #[arg(long, value_name = "URL", env = "STAIRWELL_ORIGIN", help = t!("cli.serve_origin"))]
    origin: Option<String>,
    #[arg(long, value_name = "NAME", env = "STAIRWELL_DOMAIN", conflicts_with = "certificate", help = t!("cli.serve_domain"))]
    domain: Option<String>,
    #[arg(long, value_name = "FILE", env = "STAIRWELL_CERTIFICATE", requires = "key", help = t!("cli.serve_certificate"))]
    certificate: Option<PathBuf>,
    #[arg(long, value_name = "FILE", env = "STAIRWELL_KEY", requires = "certificate", help = t!("cli.serve_key"))]
    key: Option<PathBuf>,
    #[arg(long, value_name = "ADDRESS", env = "STAIRWELL_LISTEN_HTTP", help = t!("cli.serve_listen_http"))]
    listen_http: Option<SocketAddr>,
    #[arg(long, value_name = "URL", env = "STAIRWELL_ACME_DIRECTORY", default_value_t = lets_encrypt().to_string(), help = t!("cli.serve_acme_directory"))]
    acme_directory: String,
    #[arg(long, value_name = "FILE", env = "STAIRWELL_ACME_CA", help = t!("cli.serve_acme_ca"))]
    acme_ca: Option<PathBuf>,
    #[arg(long, value_name = "MAIL", env = "STAIRWELL_ACME_CONTACT", help = t!("cli.serve_acme_contact"))]
    acme_contact: Option<String>,
}

/// How it is reached, and where.
pub(super) struct Fronted {
    /// What serves.
    pub(super) front: Front,
    /// Where.
    pub(super) at: SocketAddr,
    /// Where those without TLS are sent on, if they are.
    pub(super) plain: Option<SocketAddr>,
}

impl Reached {
    /// Whether people reach it over HTTPS, its own or a proxy's.
    pub(super) fn is_https(&self) -> bool {
        let origin = self.origin.as_deref().unwrap_or_default();
        self.has_tls() || origin.starts_with("https://")
    }

    /// Whether it has TLS of its own.
    fn has_tls(&self) -> bool {
        self.domain.is_some() || self.certificate.is_some()
    }

    /// Where people reach it, as far as is known.
    pub(super) fn origin(&self, at: SocketAddr) -> String {
        if let Some(origin) = &self.origin {
            return origin.trim_end_matches('/').to_string();
        }
        match &self.domain {
            Some(domain) if at.port() == HTTPS => format!("https://{domain}"),
            Some(domain) => format!("https://{domain}:{}", at.port()),
            None if self.has_tls() => format!("https://{at}"),
            // Browsers allow on localhost what they otherwise allow over HTTPS only.
            None if at.ip().is_loopback() => format!("http://localhost:{}", at.port()),
            None => format!("http://{at}"),
        }
    }

    /// Listens, and sees to the certificate.
    pub(super) async fn front(&self, endpoint: &Arc<Endpoint>, kept: &Kept) -> Result<Fronted> {
        if !self.has_tls() {
            if self.listen_http.is_some() {
                bail!(t!("cli.serve_http_only"));
            }
            let listener = bind(&[self.listen.unwrap_or(PLAIN)]).await?;
            let at = listener.local_addr()?;
            return Ok(Fronted {
                front: Front::Plain(listener),
                at,
                plain: None,
            });
        }
        let listener = bind(&given_or(self.listen, HTTPS)).await?;
        let at = listener.local_addr()?;
        let challenges = Challenges::default();
        let shown = Arc::new(Shown::default());
        let plain = self.plain(endpoint, at, &challenges).await?;
        if let (Some(certificate), Some(key)) = (self.certificate.clone(), self.key.clone()) {
            let files = Files { certificate, key };
            show(files.read()?, &shown, endpoint);
            tokio::spawn(files.follow(shown.clone(), endpoint.clone()));
        } else if let Some(domain) = &self.domain {
            let contact = self.acme_contact.as_ref();
            let terms = Terms {
                domain: domain.clone(),
                directory: self.acme_directory.clone(),
                root: self.acme_ca.clone(),
                contact: contact.map(|contact| format!("mailto:{contact}")),
                folder: kept.data.join(FOLDER),
            };
            tokio::spawn(terms.follow(challenges, shown.clone(), endpoint.clone()));
        }
        Ok(Fronted {
            front: Front::Tls(listener, shown),
            at,
            plain,
        })
    }

    /// Listens for those without TLS: an authority too comes that way. With a certificate in
    /// files, only where asked to.
    async fn plain(
        &self,
        endpoint: &Arc<Endpoint>,
        at: SocketAddr,
        challenges: &Challenges,
    ) -> Result<Option<SocketAddr>> {
        match (&self.domain, self.listen_http) {
            (Some(domain), _) if domain.contains(['/', ':', '*']) || !domain.contains('.') => {
                bail!(t!("cli.serve_not_a_domain", domain = domain));
            }
            (None, None) => return Ok(None),
            (None, Some(_)) if self.origin.is_none() => bail!(t!("cli.serve_http_only")),
            _ => {}
        }
        let listener = bind(&given_or(self.listen_http, HTTP)).await?;
        let listening = listener.local_addr()?;
        let (patience, origin) = (endpoint.patience(), self.origin(at));
        tokio::spawn(plain::serve(listener, patience, challenges.clone(), origin));
        Ok(Some(listening))
    }
}

fn show(certificate: Certificate, shown: &Shown, endpoint: &Endpoint) {
    endpoint.certified_until(certificate.not_after);
    shown.show(certificate);
}

/// The address given, or every address of this computer, whether it has IPv6 or not.
fn given_or(given: Option<SocketAddr>, port: u16) -> Vec<SocketAddr> {
    match given {
        Some(address) => vec![address],
        None => vec![
            (Ipv6Addr::UNSPECIFIED, port).into(),
            (Ipv4Addr::UNSPECIFIED, port).into(),
        ],
    }
}

async fn bind(addresses: &[SocketAddr]) -> Result<TcpListener> {
    let named = addresses.last().map(ToString::to_string);
    TcpListener::bind(addresses).await.with_context(|| {
        t!(
            "cli.serve_cannot_listen",
            address = named.unwrap_or_default()
        )
    })
}
