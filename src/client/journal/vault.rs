//! What records are sealed with at rest: a data key, itself wrapped by a key the browser lets
//! nobody export. It does not stop someone who holds the unlocked phone (docs/threat-model.md).

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::record::{open, seal};
use super::schema::KEYS;
use super::strict::{Connection, Fault, bytes};
use crate::client::clock::BrowserRng;
use crate::sync::keys::{Secret, random_bytes, random_secret};

/// Where the browser's key lies, as an object.
const WRAPPING: &[u8] = b"wrapping";
/// Where the wrapped data key lies: nonce (12 bytes), box.
const WRAPPED: &[u8] = b"data";
/// What stands first of a data key behind a PIN: then its salt (16 bytes), then the sealed key.
/// Older versions of the app take it for unreadable, and leave it alone.
const LOCKED: u8 = 1;
const BEHIND_PIN: &[u8] = b"behind pin";

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

    /// The data key, or the lock it is behind; `None` where it does not open.
    pub async fn open(&self) -> Option<Opened> {
        let (nonce, wrapped) = self.wrapped.split_first_chunk::<12>()?;
        let wrapping: &CryptoKey = self.wrapping.dyn_ref()?;
        let opened = subtle()?
            .decrypt_with_object_and_u8_array(&aes_gcm(nonce), wrapping, wrapped)
            .ok()?;
        let opened = bytes(&settle(opened).await?);
        match <[u8; 32]>::try_from(opened) {
            Ok(data_key) => Some(Opened::Key(Secret(data_key))),
            Err(locked) => Lock::read(&locked).map(Opened::Behind),
        }
    }

    /// The same data key, behind a lock or behind none any more, under the browser's same key.
    pub async fn relocked(&self, data_key: &Secret, lock: Option<&PinKey>) -> Option<Vault> {
        let inner = match lock {
            None => data_key.0.to_vec(),
            Some((salt, key)) => {
                let sealed = seal(Some(key), KEYS, BEHIND_PIN, &data_key.0);
                [&[LOCKED][..], salt, &sealed].concat()
            }
        };
        let nonce: [u8; 12] = random_bytes(&mut BrowserRng);
        let wrapping: &CryptoKey = self.wrapping.dyn_ref()?;
        let wrapped = subtle()?
            .encrypt_with_object_and_u8_array(&aes_gcm(&nonce), wrapping, &inner)
            .ok()?;
        let wrapped = bytes(&settle(wrapped).await?);
        Some(Vault {
            wrapping: self.wrapping.clone(),
            wrapped: [nonce.as_slice(), &wrapped].concat(),
        })
    }

    /// Writes the wrapped data key over the one that is there.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn replace(&self, connection: &Connection) -> Result<(), Fault> {
        let transaction = connection.begin(&[KEYS])?;
        transaction.put(KEYS, WRAPPING, &self.wrapping)?;
        transaction.put_bytes(KEYS, WRAPPED, &self.wrapped)?;
        transaction.finish().await
    }
}

/// A PIN's salt and key.
pub type PinKey = ([u8; 16], Secret);

/// What the browser's key opens.
#[derive(Clone, Debug)]
pub enum Opened {
    /// The data key.
    Key(Secret),
    /// What takes a PIN besides.
    Behind(Lock),
}

/// A data key behind a PIN.
#[derive(Clone, Debug)]
pub struct Lock {
    /// The PIN's salt.
    pub salt: [u8; 16],
    sealed: Vec<u8>,
}

impl Lock {
    fn read(bytes: &[u8]) -> Option<Lock> {
        let (&LOCKED, rest) = bytes.split_first()? else {
            return None;
        };
        let (salt, sealed) = rest.split_first_chunk::<16>()?;
        Some(Lock {
            salt: *salt,
            sealed: sealed.to_vec(),
        })
    }

    /// The data key; `None` where the PIN was another one.
    pub fn open(&self, key: &Secret) -> Option<Secret> {
        let opened = open(Some(key), KEYS, BEHIND_PIN, &self.sealed).ok()?;
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
