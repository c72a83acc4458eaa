//! A file made here and handed to the browser's downloads: nothing leaves the device by it. What is the campaign's is
//! recorded as taken out before it is handed over, here and nowhere else.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::saving::Saving;
use crate::canvass::draft::Draft;
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::organise::export::{self, Written};
use crate::organise::handover::{self, Package};
use crate::organise::lock::{MayExport, MayPrint};
use crate::t;

const PDF: &str = "application/pdf";
const TEXT: &str = "text/plain";

/// That it stands on the board that a file is taken out: without one no file of the campaign's is handed over, and
/// nothing outside this module makes one.
pub struct Recorded(());

/// Records that a file is taken out. Where that was `tried` before and is held, it is saved and not recorded a second
/// time.
///
/// # Errors
/// [`SaveError`]: what could not be recorded is not handed over.
pub async fn recorded(phone: Phone, taken: Draft, tried: bool) -> Result<Recorded, SaveError> {
    if phone.holds_unsaved() {
        phone.retry_save().await?;
    }
    if !tried {
        phone.record(vec![taken]).await?;
    }
    Ok(Recorded(()))
}

/// Hands a table of the campaign's over, where there may be any. `None` where the browser will not have it.
pub fn export(_may: &MayExport, _recorded: &Recorded, file: &Written) -> Option<()> {
    save(file.export.file(), file.export.media_type(), &file.bytes).ok()
}

/// A sheet, or several, as a PDF file that is about to be taken out.
pub struct Sheet {
    /// What the file is called.
    pub name: &'static str,
    /// How many homes, or lines, stand in it.
    pub rows: usize,
    /// Its contents.
    pub bytes: Vec<u8>,
    /// What is recorded with it, and not without.
    pub beside: Vec<Draft>,
    /// What is said once the browser has it.
    pub saved: String,
}

/// Records that a sheet of the campaign's is taken out, where there may be any, then hands it over and says what came of
/// it. What could not be recorded is not handed over: `saving` says why.
pub fn sheet(_may: &MayPrint, saving: Saving, sheet: Sheet, said: RwSignal<String>) {
    said.set(String::new());
    let Sheet {
        name,
        rows,
        bytes,
        beside,
        saved,
    } = sheet;
    let taken = export::recorded(name, rows as u64);
    let drafts = std::iter::once(taken).chain(beside).collect();
    saving.save(drafts, String::new(), move |_| {
        // The page may have been left meanwhile.
        let _ = said.try_set(match save(name, PDF, &bytes) {
            Ok(()) => saved,
            Err(_) => t!("organiser.file_not_saved", file = name),
        });
    });
}

/// Records that a package goes to a residents' committee, where anything may leave, then hands it over and does `then`
/// with whether the browser has it. What could not be recorded is not handed over: `saving` says why.
pub fn package(
    _may: &MayExport,
    saving: Saving,
    package: &Package,
    text: String,
    then: impl FnOnce(Option<()>) + 'static,
) {
    let taken = handover::recorded(package);
    saving.save(vec![taken], String::new(), move |_| {
        then(save(handover::FILE, TEXT, text.as_bytes()).ok());
    });
}

/// Hands somebody's own six words over, as a PDF file: no lock keeps these from them. `None` where the browser will
/// not have it.
pub fn words(name: &str, bytes: &[u8]) -> Option<()> {
    save(name, PDF, bytes).ok()
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
