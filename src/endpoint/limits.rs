//! How much the endpoint takes: of a campaign, and in how short a time.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};

use super::Endpoint;
use super::error::Error;
use super::message::token;
use super::patience::Peer;
use crate::sync::keys::sha256;
use crate::sync::wire::RefusalCode;

/// What one endpoint keeps for its campaigns, and how often it may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Campaigns.
    pub campaigns: u32,
    /// Of a campaign: bytes of batches and certificates.
    pub bytes: u64,
    /// Of a campaign: devices, revoked ones too.
    pub devices: u32,
    /// Of a campaign: invites, used ones too.
    pub invites: u32,
    /// Of a person who is no organiser, on a day: bytes they send.
    pub share_bytes: u64,
    /// Of a person who is no organiser, on a day: events they send.
    pub share_events: u64,
    /// Of a person who is no organiser, on a day: invitations they publish.
    pub share_invites: u64,
    /// Requests a device may make: at once, and then a second.
    pub device_rate: Rate,
    /// Requests that may come from one address, behind which a whole office may sit.
    pub address_rate: Rate,
}

/// So many at once, and then so many a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// At once.
    pub burst: NonZeroU32,
    /// A second.
    pub second: NonZeroU32,
}

const fn rate(burst: u32, second: u32) -> Rate {
    let (Some(burst), Some(second)) = (NonZeroU32::new(burst), NonZeroU32::new(second)) else {
        panic!("a rate is not nothing");
    };
    Rate { burst, second }
}

impl Default for Limits {
    /// A phone sends every five minutes, and in lumps after a night without signal.
    fn default() -> Limits {
        Limits {
            campaigns: 100,
            bytes: 1024 * 1024 * 1024,
            devices: 2_000,
            invites: 5_000,
            // Twenty times a long evening of one phone, which is some 200 events of 130 bytes.
            share_bytes: 4 * 1024 * 1024,
            share_events: 4_000,
            share_invites: 50,
            device_rate: rate(120, 10),
            address_rate: rate(600, 100),
        }
    }
}

impl Limits {
    /// For rehearsals, where a night's requests come from one address within seconds.
    pub fn rehearsing() -> Limits {
        Limits {
            device_rate: rate(100_000, 10_000),
            address_rate: rate(1_000_000, 100_000),
            ..Limits::default()
        }
    }
}

/// Who has asked how often lately.
pub struct Rates {
    devices: DefaultKeyedRateLimiter<[u8; 32]>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    /// The proxies of ours that say where requests come from.
    proxies: Vec<IpAddr>,
}

impl Rates {
    /// Nobody has asked yet.
    pub fn new(limits: &Limits, proxies: Vec<IpAddr>) -> Rates {
        let quota = |rate: Rate| Quota::per_second(rate.second).allow_burst(rate.burst);
        Rates {
            devices: DefaultKeyedRateLimiter::keyed(quota(limits.device_rate)),
            addresses: DefaultKeyedRateLimiter::keyed(quota(limits.address_rate)),
            proxies,
        }
    }

    /// Forgets who has not asked for a while.
    pub fn forget(&self) {
        self.devices.retain_recent();
        self.addresses.retain_recent();
    }

    /// Counts a request; the seconds to wait where it is one too many.
    fn check(&self, request: &Request) -> Result<(), u64> {
        let wait = |until: governor::NotUntil<_>| {
            until
                .wait_time_from(DefaultClock::default().now())
                .as_secs()
                + 1
        };
        self.addresses
            .check_key(&self.address(request))
            .map_err(wait)?;
        match token(request.headers()) {
            Some(token) => self.devices.check_key(&sha256(&token.0.0)).map_err(wait),
            None => Ok(()),
        }
    }

    fn address(&self, request: &Request) -> IpAddr {
        let peer = request
            .extensions()
            .get::<ConnectInfo<Peer>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.0.ip());
        network(self.seen(peer.to_canonical(), request.headers()))
    }

    /// Where a request came from: what a proxy of ours says, and of nobody else.
    fn seen(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if self.proxies.contains(&peer) {
            forwarded(headers).unwrap_or(peer)
        } else {
            peer
        }
    }
}

/// What one host may call its own: an address of IPv4, however written; the first half of IPv6's.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => Ipv6Addr::from_bits(six.to_bits() >> 64 << 64).into(),
        four => four,
    }
}

/// The address our proxy saw: the last in the list, since all before came from outside.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let list = headers.get_all("x-forwarded-for").iter().next_back()?;
    list.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// Refuses who asks too often.
pub async fn slow_down(
    State(endpoint): State<Arc<Endpoint>>,
    request: Request,
    next: Next,
) -> Response {
    match endpoint.rates.check(&request) {
        Ok(()) => next.run(request).await,
        Err(seconds) => {
            let mut refused = Error::from(RefusalCode::TooMany).into_response();
            refused
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            refused
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_asks_more_often_by_changing_within_their_own_network() {
        let of = |address: &str| network(address.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::4"), of("2001:db8:1:3::4"));
        assert_eq!(of("::ffff:198.51.100.7"), of("198.51.100.7"));
        assert_ne!(of("::ffff:198.51.100.7"), of("::ffff:198.51.100.8"));
    }

    #[test]
    fn only_the_proxys_own_word_counts() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-forwarded-for",
            "203.0.113.9, 198.51.100.7".parse().unwrap(),
        );
        assert_eq!(forwarded(&headers), Some("198.51.100.7".parse().unwrap()));
        assert_eq!(forwarded(&HeaderMap::new()), None);
        let proxy = "127.0.0.1".parse().unwrap();
        let rates = Rates::new(&Limits::default(), vec![proxy]);
        let [theirs, outside]: [IpAddr; 2] =
            ["198.51.100.7", "192.0.2.1"].map(|text| text.parse().unwrap());
        assert_eq!(rates.seen(proxy, &headers), theirs);
        assert_eq!(rates.seen(outside, &headers), outside);
    }
}
