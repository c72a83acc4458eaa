//! A browser whose storage fails: everything ends saved, or visibly not saved.

use leptos::prelude::GetUntracked;
use stairwell::client::told::{SaveError, Saving};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::site::{again, js, knock, known, phone};

/// Remembers every connection that is used, so that it can be ended as iOS ends it.
const REMEMBER: &str = "
    window.used = new Set();
    window.plain = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...how) {
        window.used.add(this);
        return window.plain.apply(this, how);
    };";

#[wasm_bindgen_test]
async fn a_dead_connection_is_opened_again() {
    let phone = phone("dead").await;
    js(REMEMBER);
    phone.record(vec![knock()]).await.unwrap();
    js("for (const database of window.used) database.close();
        IDBDatabase.prototype.transaction = window.plain;");
    let dots = phone.record(vec![knock()]).await.unwrap();
    assert_eq!(dots[0].seq, 3);
    assert_eq!(phone.saving().get_untracked(), Saving::Saved);
    assert_eq!(known(again("dead").await), known(phone));
}

#[wasm_bindgen_test]
async fn what_cannot_be_saved_is_said_and_held() {
    let phone = phone("refusing").await;
    js("window.plain = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = () => {
            throw new DOMException('gone', 'InvalidStateError');
        };");
    let first = phone.record(vec![knock()]).await;
    let second = phone.record(vec![knock(), knock()]).await;
    let again_refused = phone.retry_save().await;
    let said = phone.saving().get_untracked();
    js("IDBDatabase.prototype.transaction = window.plain");
    let reason = SaveError::Storage;
    assert_eq!(first, Err(reason.clone()));
    assert_eq!(second, Err(reason.clone()));
    assert_eq!(again_refused, Err(reason.clone()));
    assert_eq!(said, Saving::NotSaved { reason });

    // A later tap that is saved does not hide that earlier ones are not.
    phone.record(vec![knock()]).await.unwrap();
    assert!(matches!(
        phone.saving().get_untracked(),
        Saving::NotSaved { .. }
    ));
    assert_eq!(phone.tally().get_untracked().recorded, 1);

    phone.retry_save().await.unwrap();
    assert_eq!(phone.saving().get_untracked(), Saving::Saved);
    assert_eq!(phone.tally().get_untracked().recorded, 4);
    assert_eq!(known(again("refusing").await), known(phone));
}

#[wasm_bindgen_test]
async fn a_full_phone_is_said_and_nothing_is_half_written() {
    let phone = phone("full").await;
    phone.record(vec![knock()]).await.unwrap();
    // As the browser does where the quota is reached: the transaction ends without effect.
    js("window.plain = IDBObjectStore.prototype.put;
        window.error = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'error');
        IDBObjectStore.prototype.put = function (...what) {
            const request = window.plain.apply(this, what);
            const { transaction } = this;
            queueMicrotask(() => { try { transaction.abort(); } catch {} });
            return request;
        };
        Object.defineProperty(IDBTransaction.prototype, 'error', {
            configurable: true,
            get: () => new DOMException('full', 'QuotaExceededError'),
        });
        window.commit = IDBTransaction.prototype.commit;
        IDBTransaction.prototype.commit = () => {};");
    let refused = phone.record(vec![knock()]).await;
    js("IDBObjectStore.prototype.put = window.plain;
        IDBTransaction.prototype.commit = window.commit;
        Object.defineProperty(IDBTransaction.prototype, 'error', window.error);");
    assert_eq!(refused, Err(SaveError::Full));
    assert_eq!(again("full").await.tally().get_untracked().recorded, 1);

    phone.retry_save().await.unwrap();
    let after = again("full").await;
    assert_eq!(after.tally().get_untracked().recorded, 2);
    assert_eq!(known(after), known(phone));
}

#[wasm_bindgen_test]
async fn a_browser_without_buckets_saves_all_the_same() {
    js(
        "Object.defineProperty(navigator, 'storageBuckets', { configurable: true, value: undefined })",
    );
    let before = phone("bucketless").await;
    let recorded = before.record(vec![knock()]).await;
    let after = again("bucketless").await;
    js("delete navigator.storageBuckets");
    assert_eq!(recorded.unwrap().len(), 1);
    assert_eq!(known(after), known(before));
}
