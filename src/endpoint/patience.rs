//! How long the endpoint waits for others: for a body, for a connection that says nothing or
//! says it slowly. Without an end to it, anybody could hold connections until none are left.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep};

/// How long a request may take to come; everything else follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience(pub Duration);

impl Default for Patience {
    /// A phone on a bad line has a minute.
    fn default() -> Patience {
        Patience(Duration::from_secs(60))
    }
}

impl Patience {
    /// A body takes no longer.
    pub fn body(self) -> Duration {
        self.0
    }

    /// Nor does what comes of a body that nobody reads any more.
    pub fn rest(self) -> Duration {
        self.0 / 3
    }

    /// No answer takes longer, its request's body included.
    pub fn answer(self) -> Duration {
        self.0 * 3 / 2
    }

    /// Once told to stop, requests that run may run on for so long.
    pub fn stopping(self) -> Duration {
        self.0 / 12
    }

    /// No connection is kept longer without anything of ours having gone out on it.
    pub fn connection(self) -> Duration {
        self.0 * 5 / 2
    }
}

/// Listens, and gives up on connections that dawdle.
pub struct Patient {
    listener: TcpListener,
    patience: Patience,
}

impl Patient {
    /// Around a listener.
    pub fn new(listener: TcpListener, patience: Patience) -> Patient {
        Patient { listener, patience }
    }
}

impl Listener for Patient {
    type Io = Watched;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Watched, SocketAddr) {
        let (stream, peer) = Listener::accept(&mut self.listener).await;
        (Watched::new(stream, self.patience.connection()), peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Who is at the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, Patient>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Patient>) -> Peer {
        Peer(*stream.remote_addr())
    }
}

/// A connection that fails when too long has passed since it was opened, since an answer went
/// out, or since the first of what came after that. A byte now and then does not extend it.
pub struct Watched {
    stream: TcpStream,
    longest: Duration,
    until: Pin<Box<Sleep>>,
    /// Nothing has come since something of ours went out.
    answered: bool,
}

impl Watched {
    fn new(stream: TcpStream, longest: Duration) -> Watched {
        Watched {
            stream,
            longest,
            until: Box::pin(sleep(longest)),
            answered: true,
        }
    }

    fn begin_again(&mut self) {
        self.until.as_mut().reset(Instant::now() + self.longest);
    }

    /// Waits on, or not any more.
    fn wait<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        ready!(self.until.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            Poll::Pending => self.wait(cx),
            came => {
                if std::mem::take(&mut self.answered) {
                    self.begin_again();
                }
                came
            }
        }
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(cx, bytes) {
            Poll::Pending => self.wait(cx),
            went => {
                self.answered = true;
                self.begin_again();
                went
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
