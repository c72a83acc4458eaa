//! The air between phones and endpoint: a relay on loopback that counts every byte that passes
//! and can lose an answer or cut a request, as a stair does.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;

/// What the air does to the next connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// Everything passes.
    Clear,
    /// The request arrives; the answer does not.
    AnswerLost,
    /// Only so many bytes of the request arrive.
    CutAfter(usize),
}

const CLEAR: usize = usize::MAX;
const LOST: usize = usize::MAX - 1;

/// The relay.
pub struct WireTap {
    address: SocketAddr,
    weather: Arc<AtomicUsize>,
    up: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
}

impl WireTap {
    /// Starts relaying to an endpoint on this machine.
    ///
    /// # Errors
    /// Where no port can be had.
    pub fn start(endpoint: SocketAddr) -> std::io::Result<WireTap> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let tap = WireTap {
            address: listener.local_addr()?,
            weather: Arc::new(AtomicUsize::new(CLEAR)),
            up: Arc::new(AtomicU64::new(0)),
            over: Arc::new(AtomicBool::new(false)),
        };
        let (weather, up) = (tap.weather.clone(), tap.up.clone());
        let over = tap.over.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let weather = weather.load(Ordering::SeqCst);
                let up = up.clone();
                thread::spawn(move || {
                    // A connection that breaks is what this is for.
                    let _ = relay(connection, endpoint, weather, &up);
                });
            }
        });
        Ok(tap)
    }

    /// Where phones connect to.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What the air does from the next connection on.
    pub fn set(&self, weather: Weather) {
        let code = match weather {
            Weather::Clear => CLEAR,
            Weather::AnswerLost => LOST,
            Weather::CutAfter(bytes) => bytes,
        };
        self.weather.store(code, Ordering::SeqCst);
    }

    /// How many bytes phones have sent, headers and lost requests with them.
    pub fn sent(&self) -> u64 {
        self.up.load(Ordering::SeqCst)
    }
}

impl Drop for WireTap {
    /// Nothing is relayed any more, and the port is free.
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Whoever listens there looks again.
        let _ = TcpStream::connect(self.address);
    }
}

fn relay(
    mut phone: TcpStream,
    endpoint: SocketAddr,
    weather: usize,
    up: &AtomicU64,
) -> std::io::Result<()> {
    phone.set_nodelay(true)?;
    let mut endpoint = TcpStream::connect(endpoint)?;
    endpoint.set_nodelay(true)?;
    let mut answers = endpoint.try_clone()?;
    let mut to_phone = phone.try_clone()?;
    let back = thread::spawn(move || {
        let mut buffer = [0; 16 * 1024];
        while let Ok(read) = answers.read(&mut buffer) {
            if read == 0 || weather == LOST {
                break;
            }
            if to_phone.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        let _ = to_phone.shutdown(Shutdown::Both);
    });
    let mut passed = 0;
    let mut buffer = [0; 16 * 1024];
    loop {
        let read = phone.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        up.fetch_add(read as u64, Ordering::SeqCst);
        let allowed = match weather {
            CLEAR | LOST => read,
            cut => read.min(cut.saturating_sub(passed)),
        };
        endpoint.write_all(&buffer[..allowed])?;
        passed += allowed;
        if allowed < read {
            break;
        }
    }
    let _ = endpoint.shutdown(Shutdown::Write);
    if !matches!(weather, CLEAR | LOST) {
        let _ = phone.shutdown(Shutdown::Both);
        let _ = endpoint.shutdown(Shutdown::Both);
    }
    let _ = back.join();
    Ok(())
}
