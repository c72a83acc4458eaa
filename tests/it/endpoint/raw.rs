//! Requests byte by byte, as no client would send them.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use crate::site::Site;

/// An answer as it came.
#[derive(Debug)]
pub struct Raw {
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Raw {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(of, _)| of == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} comes twice");
        value
    }
}

/// A connection that waits no longer than any of these tests should.
pub fn connect(site: &Site) -> TcpStream {
    let stream = TcpStream::connect(site.address()).unwrap();
    let patience = Some(Duration::from_secs(10));
    stream.set_read_timeout(patience).unwrap();
    stream.set_write_timeout(patience).unwrap();
    stream
}

/// A request line and headers, the last of which says that no other request follows.
pub fn head(line: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    format!("{line} HTTP/1.1\r\nhost: knock.example\r\n{headers}connection: close\r\n\r\n")
        .into_bytes()
}

/// Sends bytes and reads what comes back, to the end.
pub fn raw(site: &Site, bytes: &[u8]) -> Raw {
    let mut stream = connect(site);
    stream.write_all(bytes).unwrap();
    read(&mut stream).unwrap()
}

/// Sends bytes, and hangs up.
pub fn hang_up(site: &Site, bytes: &[u8]) {
    let mut stream = connect(site);
    stream.write_all(bytes).unwrap();
    stream.shutdown(Shutdown::Both).unwrap();
}

/// What comes back until the other side closes; `None` where it closes without a word.
pub fn read(stream: &mut TcpStream) -> Option<Raw> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    if bytes.is_empty() {
        return None;
    }
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap();
    let text = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let (line, headers) = text.split_once("\r\n").unwrap_or((&text, ""));
    Some(Raw {
        status: line.split(' ').nth(1).unwrap().parse().unwrap(),
        headers: headers
            .lines()
            .filter_map(|header| header.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_string()))
            .collect(),
        body: bytes[end + 4..].to_vec(),
    })
}
