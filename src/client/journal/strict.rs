//! Transactions of our own, through the browser's interface: strict, and such as can be aborted
//! when the page is left.
//!
//! Nothing but the database is awaited inside a transaction, or it would end by itself; and
//! whoever waits for its end is told before its first request.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbFactory, IdbKeyRange, IdbRequest, IdbTransaction};

use super::patience::Patience;
use super::schema::{DATABASE, STORES, VERSION};

/// Why a transaction came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection has gone. Opening it again may help.
    Dead,
    /// The storage is full.
    Full,
    /// A record is not there that was: the browser has emptied the database.
    Emptied,
    /// A log is written no more: take another.
    Closed,
    /// Anything else.
    Other,
}

impl Fault {
    /// What the browser's error comes to.
    pub fn of(error: &JsValue) -> Fault {
        let name = Reflect::get(error, &"name".into()).ok();
        match name.and_then(|name| name.as_string()).as_deref() {
            Some("QuotaExceededError") => Fault::Full,
            Some(
                "InvalidStateError"
                | "UnknownError"
                | "TransactionInactiveError"
                | "AbortError"
                | "TimeoutError",
            ) => Fault::Dead,
            _ => Fault::Other,
        }
    }
}

/// A connection.
#[derive(Debug)]
pub struct Connection {
    factory: IdbFactory,
    name: String,
    database: RefCell<Option<IdbDatabase>>,
    under_way: UnderWay,
    /// The page has been left: nothing begins any more.
    left: Cell<bool>,
}

/// The transactions that have begun and are still held here.
type UnderWay = Rc<RefCell<Vec<IdbTransaction>>>;

impl Connection {
    /// Connects to the database of this name, made if it is not there.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn open(factory: IdbFactory, name: &str) -> Result<Connection, Fault> {
        let connection = Connection {
            factory,
            name: name.to_string(),
            database: RefCell::new(None),
            under_way: UnderWay::default(),
            left: Cell::new(false),
        };
        connection.reopen().await?;
        Ok(connection)
    }

    /// Connects again.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn reopen(&self) -> Result<(), Fault> {
        if let Some(old) = self.database.take() {
            old.close();
        }
        let request = self
            .factory
            .open_with_u32(&self.name, VERSION)
            .map_err(|error| Fault::of(&error))?;
        let opening = request.clone();
        let make_stores = Closure::once_into_js(move || {
            if let Ok(database) = opening.result() {
                let database: IdbDatabase = database.unchecked_into();
                for store in STORES {
                    // It is there already where another tab was quicker.
                    let _ = database.create_object_store(store);
                }
            }
        });
        request.set_onupgradeneeded(Some(make_stores.unchecked_ref()));
        let database: IdbDatabase = answer(&request, &Patience::begin()).await?.unchecked_into();
        let closing = database.clone();
        let close = Closure::once_into_js(move || closing.close());
        database.set_onversionchange(Some(close.unchecked_ref()));
        self.database.replace(Some(database));
        Ok(())
    }

    /// Begins a strict transaction that reads and writes these stores.
    ///
    /// # Errors
    /// [`Fault::Dead`] where the connection has gone.
    pub fn begin(&self, stores: &[&str]) -> Result<Strict, Fault> {
        let options = Object::new();
        let _ = Reflect::set(&options, &"durability".into(), &"strict".into());
        self.transaction(stores, "readwrite", &options)
    }

    /// Aborts whatever is under way, and lets nothing begin. A page that is put in the back/forward cache in the middle of a
    /// transaction never ends it, and nobody's transaction in these stores begins meanwhile (seen in
    /// WebKitGTK 2.50: the app could save nothing any more after a reload).
    pub fn leave_off(&self) {
        self.left.set(true);
        for transaction in self.under_way.take() {
            // It fails only where it has ended already.
            let _ = transaction.abort();
        }
    }

    /// The page was taken out of the back/forward cache again.
    pub fn go_on(&self) {
        self.left.set(false);
    }

    /// Begins a transaction that reads and writes these stores, of what comes again should it be
    /// lost with the power.
    ///
    /// # Errors
    /// [`Fault::Dead`] where the connection has gone.
    pub fn begin_relaxed(&self, stores: &[&str]) -> Result<Strict, Fault> {
        self.transaction(stores, "readwrite", &Object::new())
    }

    /// Begins a transaction that only reads these stores.
    ///
    /// # Errors
    /// [`Fault::Dead`] where the connection has gone.
    pub fn begin_reading(&self, stores: &[&str]) -> Result<Strict, Fault> {
        self.transaction(stores, "readonly", &Object::new())
    }

    fn transaction(&self, stores: &[&str], mode: &str, options: &Object) -> Result<Strict, Fault> {
        let database = self.database.borrow();
        let database = database.as_ref().filter(|_| !self.left.get());
        let database = database.ok_or(Fault::Dead)?;
        let stores: Array = stores
            .iter()
            .map(|store| JsValue::from_str(store))
            .collect();
        // The binding with options is behind a flag of its crate, so the method is called by name.
        let transaction: IdbTransaction = Reflect::get(database, &"transaction".into())
            .map(|method| method.unchecked_into::<Function>())
            .and_then(|method| method.call3(database, &stores, &mode.into(), options))
            .map_err(|error| Fault::of(&error))?
            .unchecked_into();
        let ended = Promise::new(&mut |resolve, _| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&resolve));
        });
        self.under_way.borrow_mut().push(transaction.clone());
        Ok(Strict {
            transaction,
            ended,
            patience: OnceCell::new(),
            under_way: self.under_way.clone(),
        })
    }
}

/// A transaction under way.
#[derive(Debug)]
pub struct Strict {
    transaction: IdbTransaction,
    ended: Promise,
    /// Runs from when something of it is first waited for.
    patience: OnceCell<Patience>,
    under_way: UnderWay,
}

impl Drop for Strict {
    fn drop(&mut self) {
        let mut under_way = self.under_way.borrow_mut();
        under_way.retain(|other| !Object::is(other, &self.transaction));
    }
}

impl Strict {
    /// The record under a key.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn get(&self, store: &str, key: &[u8]) -> Result<Option<JsValue>, Fault> {
        let request = self.store(store)?.get(&js_key(key)).map_err(fault)?;
        let value = self.answer(&request).await?;
        Ok((!value.is_undefined()).then_some(value))
    }

    /// The bytes under a key.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn get_bytes(&self, store: &str, key: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.get(store, key).await?.map(|value| bytes(&value)))
    }

    /// Asks for what lies under a key; [`Strict::bytes_asked`] waits for the answer.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn ask(&self, store: &str, key: &[u8]) -> Result<IdbRequest, Fault> {
        self.store(store)?.get(&js_key(key)).map_err(fault)
    }

    /// The bytes that were asked for, in this same task.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn bytes_asked(&self, asked: &IdbRequest) -> Result<Option<Vec<u8>>, Fault> {
        let value = self.answer(asked).await?;
        Ok((!value.is_undefined()).then(|| bytes(&value)))
    }

    /// The keys of a store between two, both included.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keys(&self, store: &str, from: &[u8], to: &[u8]) -> Result<Vec<Vec<u8>>, Fault> {
        let range = IdbKeyRange::bound(&js_key(from), &js_key(to)).map_err(fault)?;
        let request = self
            .store(store)?
            .get_all_keys_with_key(&range)
            .map_err(fault)?;
        let keys: Array = self.answer(&request).await?.unchecked_into();
        Ok(keys.iter().map(|key| bytes(&key)).collect())
    }

    /// Every key of a store, in their order.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn all_keys(&self, store: &str) -> Result<Vec<Vec<u8>>, Fault> {
        let request = self.store(store)?.get_all_keys().map_err(fault)?;
        let keys: Array = self.answer(&request).await?.unchecked_into();
        Ok(keys.iter().map(|key| bytes(&key)).collect())
    }

    /// Everything in a store: keys and values, in the keys' order.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn all(&self, store: &str) -> Result<Vec<(Vec<u8>, JsValue)>, Fault> {
        let store = self.store(store)?;
        let keys = store.get_all_keys().map_err(fault)?;
        let values = store.get_all().map_err(fault)?;
        self.pairs(&keys, &values).await
    }

    async fn pairs(
        &self,
        keys: &IdbRequest,
        values: &IdbRequest,
    ) -> Result<Vec<(Vec<u8>, JsValue)>, Fault> {
        let keys: Array = self.answer(keys).await?.unchecked_into();
        let values: Array = self.answer_of_answered(values).await?.unchecked_into();
        Ok(keys
            .iter()
            .map(|key| bytes(&key))
            .zip(values.iter())
            .collect())
    }

    /// What lies in a store under this key and those after it, in the keys' order.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn all_from(
        &self,
        store: &str,
        from: &[u8],
    ) -> Result<Vec<(Vec<u8>, JsValue)>, Fault> {
        let range = IdbKeyRange::lower_bound(&js_key(from)).map_err(fault)?;
        let store = self.store(store)?;
        let keys = store.get_all_keys_with_key(&range).map_err(fault)?;
        let values = store.get_all_with_key(&range).map_err(fault)?;
        self.pairs(&keys, &values).await
    }

    /// Puts a value under a key.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn put(&self, store: &str, key: &[u8], value: &JsValue) -> Result<(), Fault> {
        let store = self.store(store)?;
        store.put_with_key(value, &js_key(key)).map_err(fault)?;
        Ok(())
    }

    /// Puts bytes under a key.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn put_bytes(&self, store: &str, key: &[u8], value: &[u8]) -> Result<(), Fault> {
        self.put(store, key, &Uint8Array::from(value))
    }

    /// Deletes what lies under a key.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn delete(&self, store: &str, key: &[u8]) -> Result<(), Fault> {
        self.store(store)?.delete(&js_key(key)).map_err(fault)?;
        Ok(())
    }

    /// Empties a store.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn clear(&self, store: &str) -> Result<(), Fault> {
        self.store(store)?.clear().map_err(fault)?;
        Ok(())
    }

    /// Gives up: nothing of it was written.
    pub fn abort(self) {
        // It fails only where the transaction has ended, and then there is nothing to give up.
        let _ = self.transaction.abort();
    }

    /// Asks for no more: without it the browser would commit a moment later by itself.
    pub fn commit(&self) {
        if let Ok(commit) = Reflect::get(&self.transaction, &"commit".into())
            && let Some(commit) = commit.dyn_ref::<Function>()
        {
            // It fails only where the transaction has ended, and how tells its end.
            let _ = commit.call0(&self.transaction);
        }
    }

    /// Commits, and resolves once everything is written.
    ///
    /// # Errors
    /// [`Fault`]: nothing of it was written.
    pub async fn finish(self) -> Result<(), Fault> {
        self.commit();
        self.ended().await
    }

    /// Resolves once everything is written, after [`Strict::commit`].
    ///
    /// # Errors
    /// [`Fault`]: nothing of it was written.
    pub async fn ended(self) -> Result<(), Fault> {
        match self.patience().wait_for(&self.ended).await {
            Some(event) if is_complete(&event) => Ok(()),
            Some(_) => Err(self
                .transaction
                .error()
                .map_or(Fault::Dead, |error| Fault::of(&error))),
            // Where it cannot be aborted any more, it had been written after all.
            None => match self.transaction.abort() {
                Ok(()) => Err(Fault::Dead),
                Err(_) => Ok(()),
            },
        }
    }

    fn store(&self, name: &str) -> Result<web_sys::IdbObjectStore, Fault> {
        self.transaction.object_store(name).map_err(fault)
    }

    fn patience(&self) -> &Patience {
        self.patience.get_or_init(Patience::begin)
    }

    async fn answer(&self, request: &IdbRequest) -> Result<JsValue, Fault> {
        answer(request, self.patience()).await
    }

    /// As [`Strict::answer`], of a request made before another that was waited for: it may have
    /// come.
    async fn answer_of_answered(&self, request: &IdbRequest) -> Result<JsValue, Fault> {
        match request.ready_state() {
            web_sys::IdbRequestReadyState::Done => result(request),
            _ => self.answer(request).await,
        }
    }
}

fn fault(error: JsValue) -> Fault {
    Fault::of(&error)
}

fn is_complete(event: &JsValue) -> bool {
    event
        .dyn_ref::<web_sys::Event>()
        .is_some_and(|event| event.type_() == "complete")
}

/// A request's result.
async fn answer(request: &IdbRequest, patience: &Patience) -> Result<JsValue, Fault> {
    let came = Promise::new(&mut |resolve, _| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&resolve));
    });
    patience.wait_for(&came).await.ok_or(Fault::Dead)?;
    result(request)
}

fn result(request: &IdbRequest) -> Result<JsValue, Fault> {
    request.result().map_err(|_| {
        request
            .error()
            .ok()
            .flatten()
            .map_or(Fault::Other, |error| Fault::of(&error))
    })
}

/// The bytes a value holds.
pub fn bytes(value: &JsValue) -> Vec<u8> {
    Uint8Array::new(value).to_vec()
}

fn js_key(key: &[u8]) -> JsValue {
    Uint8Array::from(key).into()
}

/// The database of the main storage.
pub fn main_factory() -> Option<IdbFactory> {
    Reflect::get(&js_sys::global(), &"indexedDB".into())
        .ok()?
        .dyn_into()
        .ok()
}

/// The name of the database, for a phone of this name. Only tests have several phones.
pub fn database_name(phone: &str) -> String {
    if phone.is_empty() {
        DATABASE.to_string()
    } else {
        format!("{DATABASE}-{phone}")
    }
}
