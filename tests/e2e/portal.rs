//! A captive portal: whatever is asked for, the answer is 200 and a login page.

use std::net::Ipv4Addr;

use anyhow::{Context, Result};
use axum::Router;
use axum::response::Html;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A portal in the endpoint's place, until it is dropped.
pub struct Portal(JoinHandle<()>);

impl Portal {
    /// Opens it on the port the endpoint has left.
    pub async fn open(port: u16) -> Result<Portal> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .context("the endpoint has left its port")?;
        let page = || async { Html("<h1>Welcome to Larkton Free WiFi</h1><form>Log in</form>") };
        let router = Router::new().fallback(page);
        Ok(Portal(tokio::spawn(async move {
            // It ends when it is aborted.
            let _ = axum::serve(listener, router).await;
        })))
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.0.abort();
    }
}
