//! What records are sealed with at rest: a data key, itself wrapped by a key the browser lets
//! nobody export. It does not stop someone who holds the unlocked phone (docs/threat-model.md).

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::schema::KEYS;
use super::strict::{Connection, Fault, bytes};
use crate::client::clock::BrowserRng;
use crate::sync::keys::{Secret, random_bytes, random_secret};

/// Where the browser's key lies, as an object.
const WRAPPING: &[u8] = b"wrapping";
/// Where the wrapped data key lies: nonce (12 bytes), box.
const WRAPPED: &[u8] = b"data";

/// The keys as they lie in a store.
#[derive(Clone, Debug)]
pub struct Vault {
    wrapping: JsValue,
    wrapped: Vec<u8>,
}

impl Vault {
    /// Makes new keys; `None` where this browser keeps none, and records stay unsealed.
    pub async fn new() -> Option<(Vault, Secret)> {
        let data_key = random_secret(&mut BrowserRng);
        let nonce: [u8; 12] = random_bytes(&mut BrowserRng);
        let subtle = subtle()?;
        let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
        let algorithm = object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
        let wrapping: CryptoKey = settle(
            subtle
                .generate_key_with_object(&algorithm, false, &usages)
                .ok()?,
        )
        .await?
        .unchecked_into();
        let wrapped = subtle
            .encrypt_with_object_and_u8_array(&aes_gcm(&nonce), &wrapping, &data_key.0)
            .ok()?;
        let wrapped = bytes(&settle(wrapped).await?);
        let vault = Vault {
            wrapping: wrapping.into(),
            wrapped: [nonce.as_slice(), &wrapped].concat(),
        };
        Some((vault, data_key))
    }

    /// The keys as they lie in the database of this connection.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn read(connection: &Connection) -> Result<Option<Vault>, Fault> {
        let transaction = connection.begin_reading(&[KEYS])?;
        let wrapping = transaction.get(KEYS, WRAPPING).await?;
        let wrapped = transaction.get_bytes(KEYS, WRAPPED).await?;
        Ok(wrapping
            .zip(wrapped)
            .map(|(wrapping, wrapped)| Vault { wrapping, wrapped }))
    }

    /// Writes them to the database of this connection unless there are some, and says which are
    /// there then: of two tabs that open at once, the first one's stay.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keep(self, connection: &Connection) -> Result<Vault, Fault> {
        let transaction = connection.begin(&[KEYS])?;
        let wrapping = transaction.get(KEYS, WRAPPING).await?;
        let wrapped = transaction.get_bytes(KEYS, WRAPPED).await?;
        if let Some((wrapping, wrapped)) = wrapping.zip(wrapped) {
            return Ok(Vault { wrapping, wrapped });
        }
        transaction.put(KEYS, WRAPPING, &self.wrapping)?;
        transaction.put_bytes(KEYS, WRAPPED, &self.wrapped)?;
        transaction.finish().await?;
        Ok(self)
    }

    /// The data key; `None` where it does not open.
    pub async fn data_key(&self) -> Option<Secret> {
        let (nonce, wrapped) = self.wrapped.split_first_chunk::<12>()?;
        let wrapping: &CryptoKey = self.wrapping.dyn_ref()?;
        let opened = subtle()?
            .decrypt_with_object_and_u8_array(&aes_gcm(nonce), wrapping, wrapped)
            .ok()?;
        let opened = bytes(&settle(opened).await?);
        Some(Secret(opened.try_into().ok()?))
    }
}

fn subtle() -> Option<SubtleCrypto> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
    // Undefined where the page did not come over a secure connection.
    Reflect::get(&crypto, &"subtle".into())
        .ok()?
        .dyn_into()
        .ok()
}

fn aes_gcm(nonce: &[u8; 12]) -> Object {
    let nonce: JsValue = Uint8Array::from(nonce.as_slice()).into();
    object(&[("name", "AES-GCM".into()), ("iv", nonce)])
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a plain new object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

async fn settle(promise: Promise) -> Option<JsValue> {
    JsFuture::from(promise).await.ok()
}
