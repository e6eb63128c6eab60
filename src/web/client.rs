//! Who asks, and over what: the client's address and whether the browser's way to us is encrypted.
//!
//! Headers that a proxy writes are believed only where the socket's peer is a proxy that was named at the start;
//! everybody else could write them too. Requests without a socket (tests) have no address.
//! Put into every request by [`edge`](super::edge); handlers take it as an extractor.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::domain::journal::ClientPlace;

/// The client of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Client {
    /// Where the request comes from, as far as it is known.
    pub(super) address: Option<IpAddr>,
    /// The browser speaks TLS: with us, or with a proxy that we trust.
    pub(super) is_over_tls: bool,
}

impl Client {
    /// The client of this request.
    pub(super) fn in_request(parts: &Parts) -> Self {
        parts.extensions.get().copied().unwrap_or_default()
    }

    /// Its address as the journal has it.
    pub(super) fn place(self) -> Option<ClientPlace> {
        self.address.map(|address| ClientPlace::new(&address.to_string()))
    }

    /// Reads it from the socket's peer and, where that is one of `proxies`, from what the proxy says.
    pub(super) fn of(
        peer: Option<SocketAddr>,
        is_tls: bool,
        headers: &HeaderMap,
        proxies: &[IpAddr],
    ) -> Self {
        let Some(peer) = peer.map(|peer| peer.ip().to_canonical()) else {
            return Self { address: None, is_over_tls: is_tls };
        };
        if !proxies.contains(&peer) {
            return Self { address: Some(peer), is_over_tls: is_tls };
        }
        let is_over_tls = last_value(headers, "x-forwarded-proto") == Some("https");
        Self { address: Some(forwarded_for(headers, proxies).unwrap_or(peer)), is_over_tls }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::in_request(parts))
    }
}

/// The last address that is no proxy of ours: what stands before it was written by the client itself.
fn forwarded_for(headers: &HeaderMap, proxies: &[IpAddr]) -> Option<IpAddr> {
    let lines = headers.get_all("x-forwarded-for");
    let lines: Vec<&str> = lines.iter().map(|line| line.to_str().unwrap_or_default()).collect();
    let addresses = lines.iter().rev().flat_map(|line| line.rsplit(','));
    let mut last = None;
    for written in addresses {
        // What can't be read ends the chain: nothing before it can be believed.
        let address = read_address(written.trim())?;
        last = Some(address);
        if !proxies.contains(&address) {
            break;
        }
    }
    last
}

/// An address, with a port or without.
fn read_address(written: &str) -> Option<IpAddr> {
    let address = written.parse::<IpAddr>().ok();
    let address = address.or_else(|| written.parse::<SocketAddr>().ok().map(|both| both.ip()));
    address.map(|address| address.to_canonical())
}

fn last_value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let line = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    /// The client that these lines of `X-Forwarded-For` tell of, behind 10.0.0.1 and 10.0.0.2.
    fn seen(peer: &str, lines: &[&'static str]) -> String {
        let proxies = ["10.0.0.1", "10.0.0.2"].map(|proxy| proxy.parse().unwrap());
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        let peer = format!("{peer}:40000").parse().unwrap();
        Client::of(Some(peer), false, &headers, &proxies).address.unwrap().to_string()
    }

    #[test]
    fn a_client_is_believed_only_through_a_named_proxy() {
        // Peer, what stands in the header, whom we count as the client.
        for (peer, lines, client) in [
            ("203.0.113.9", &[][..], "203.0.113.9"),
            ("203.0.113.9", &["127.0.0.1"], "203.0.113.9"),
            ("[::ffff:203.0.113.9]", &[], "203.0.113.9"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["1.1.1.1, 198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["1.1.1.1", "198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["1.1.1.1, 198.51.100.7, 10.0.0.2"], "198.51.100.7"),
            ("[::ffff:10.0.0.1]", &["198.51.100.7:5021"], "198.51.100.7"),
            ("10.0.0.1", &["[2001:db8::5]:443"], "2001:db8::5"),
            ("10.0.0.1", &["10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &["198.51.100.7, unknown"], "10.0.0.1"),
            ("10.0.0.1", &[""], "10.0.0.1"),
        ] {
            assert_eq!(seen(peer, lines), client, "{peer} {lines:?}");
        }
    }

    #[test]
    fn encryption_is_ours_or_told_by_a_named_proxy() {
        let proxies = ["10.0.0.1".parse().unwrap()];
        let over_tls = |peer: &str, is_tls, proto: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(proto) = proto {
                headers.append("x-forwarded-proto", HeaderValue::from_static(proto));
            }
            let peer = Some(peer.parse().unwrap());
            Client::of(peer, is_tls, &headers, &proxies).is_over_tls
        };
        assert!(over_tls("203.0.113.9:1", true, None));
        assert!(over_tls("203.0.113.9:1", true, Some("http")));
        assert!(!over_tls("203.0.113.9:1", false, Some("https")));
        assert!(over_tls("10.0.0.1:1", false, Some("https")));
        assert!(over_tls("10.0.0.1:1", false, Some("http, https")));
        assert!(!over_tls("10.0.0.1:1", false, Some("https, http")));
        // The proxy speaks TLS with us; what the browser speaks with the proxy is another matter.
        assert!(!over_tls("10.0.0.1:1", true, None));
    }
}
