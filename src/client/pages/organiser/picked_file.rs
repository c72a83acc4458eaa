//! A file that somebody picked, read into memory: none that is larger than any may be.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;

/// Why a file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// It is larger.
    TooLarge,
    /// The browser does not give it out.
    Unreadable,
}

/// What is in a file of at most so many bytes. How large it is is asked first: a phone that reads a film in its place
/// stops.
///
/// # Errors
/// [`NotRead`].
pub async fn bytes(file: &web_sys::File, most: usize) -> Result<Vec<u8>, NotRead> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "no file here is near 2^53 bytes"
    )]
    let most = most as f64;
    if file.size() > most {
        return Err(NotRead::TooLarge);
    }
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer = buffer.map_err(|_| NotRead::Unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
