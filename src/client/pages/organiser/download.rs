//! A file made here and handed to the browser's downloads: nothing leaves the device by it.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::organise::export::Written;
use crate::organise::lock::{MayExport, MayPrint};

const PDF: &str = "application/pdf";
const TEXT: &str = "text/plain";

/// Hands a file of the campaign's over, where there may be any; that it was taken out is recorded
/// by then. `None` where the browser will not have it.
pub fn export(_may: &MayExport, file: &Written) -> Option<()> {
    save(file.export.file(), file.export.media_type(), &file.bytes).ok()
}

/// Hands a sheet of the campaign's over, as a PDF file, where there may be any. `None` where the browser will not
/// have it.
pub fn sheet(_may: &MayPrint, name: &str, bytes: &[u8]) -> Option<()> {
    save(name, PDF, bytes).ok()
}

/// Hands somebody's own six words over, as a PDF file: no lock keeps these from them. `None` where the browser will
/// not have it.
pub fn words(name: &str, bytes: &[u8]) -> Option<()> {
    save(name, PDF, bytes).ok()
}

/// Hands over what goes to a residents' committee, where anything may leave: that it does is recorded by then. `None`
/// where the browser will not have it.
pub fn handed_over(_may: &MayExport, name: &str, text: &str) -> Option<()> {
    save(name, TEXT, text.as_bytes()).ok()
}

/// Hands over what a phone has not sent: sealed, so that no lock keeps it here. `None` where the
/// browser will not have it.
pub fn unsent(name: &str, text: &str) -> Option<()> {
    save(name, TEXT, text.as_bytes()).ok()
}

fn save(name: &str, kind: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has taken hold of the file by now.
    Url::revoke_object_url(&url)
}
