//! Listening with TLS. Handshakes are waited for beside each other, so that none that dawdles
//! keeps others out.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;

use crate::endpoint::patience::{Patience, Patient, Peer, Watched};

/// Handshakes under way at once, and connections that wait to be served.
const MOST: usize = 1_024;

/// Listens with TLS, and gives up on who dawdles.
pub struct Secure {
    local: SocketAddr,
    ready: mpsc::Receiver<(TlsStream<Watched>, SocketAddr)>,
    accepting: JoinHandle<()>,
}

impl Secure {
    /// Around a listener.
    ///
    /// # Errors
    /// Where the listener has no address.
    pub fn new(
        listener: TcpListener,
        patience: Patience,
        config: Arc<ServerConfig>,
    ) -> io::Result<Secure> {
        let local = listener.local_addr()?;
        let (done, ready) = mpsc::channel(MOST);
        let listener = Patient::new(listener, patience);
        let accepting = tokio::spawn(accept(listener, patience, config.into(), done));
        Ok(Secure {
            local,
            ready,
            accepting,
        })
    }
}

async fn accept(
    mut listener: Patient,
    patience: Patience,
    acceptor: TlsAcceptor,
    done: mpsc::Sender<(TlsStream<Watched>, SocketAddr)>,
) {
    let places = Arc::new(Semaphore::new(MOST));
    // Nobody closes it.
    while let Ok(place) = places.clone().acquire_owned().await {
        let (stream, peer) = listener.accept().await;
        let (acceptor, done) = (acceptor.clone(), done.clone());
        tokio::spawn(async move {
            let _place = place;
            let shaken = tokio::time::timeout(patience.rest(), acceptor.accept(stream)).await;
            if let Ok(Ok(stream)) = shaken {
                // Where nobody serves any more, it is closed.
                let _ = done.send((stream, peer)).await;
            }
        });
    }
}

impl Listener for Secure {
    type Io = TlsStream<Watched>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TlsStream<Watched>, SocketAddr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The accepting task holds the other end for as long as this lives.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.local)
    }
}

impl Connected<IncomingStream<'_, Secure>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Secure>) -> Peer {
        Peer(*stream.remote_addr())
    }
}

impl Drop for Secure {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
