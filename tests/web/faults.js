// Counts every call of the storage that is made for one database while it is armed, and makes one of
// them (or all from it on) go wrong as browsers have been seen to. Only ever part of a test's page.
(() => {
    if (window.faults) return;
    const plain = {
        open: IDBFactory.prototype.open,
        transaction: IDBDatabase.prototype.transaction,
        commit: IDBTransaction.prototype.commit,
        setTimeout: window.setTimeout,
    };
    const state = { name: null, kind: 'none', at: 0, calls: 0, hit: null };

    const full = () => new DOMException('full', 'QuotaExceededError');

    // The browser ends a transaction, and says why.
    const end = (transaction, error) => {
        Object.defineProperty(transaction, 'error', { configurable: true, get: () => error });
        try { transaction.abort(); } catch { /* it has ended */ }
    };

    // Whether this call is hit; it is counted either way.
    const hits = (name, what, writes) => {
        if (name !== state.name) return false;
        state.calls += 1;
        const good = state.kind.endsWith('for good');
        const due = good ? state.calls >= state.at : state.calls === state.at;
        // A full phone can still be read.
        if (!due || (state.kind.startsWith('full') && !writes)) return false;
        if (state.kind === 'silent' && !/^(open|get|commit)/.test(what)) return false;
        state.hit ??= what;
        return true;
    };

    const never = (request) => new Proxy(request, {
        get(target, property) {
            const value = Reflect.get(target, property);
            return typeof value === 'function' ? value.bind(target) : value;
        },
        // Nobody is ever told.
        set: (target, property, value) =>
            property.startsWith?.('on') ? true : Reflect.set(target, property, value),
    });

    IDBFactory.prototype.open = function (name, version) {
        if (hits(name, 'open', true)) {
            if (state.kind.startsWith('full')) throw full();
            if (state.kind === 'silent') return never(plain.open.call(this, `${name}-nobody`, version));
            throw new DOMException('gone', 'UnknownError');
        }
        return plain.open.call(this, name, version);
    };

    IDBDatabase.prototype.transaction = function (stores, mode, options) {
        if (hits(this.name, `transaction ${mode} ${stores}`, mode === 'readwrite')) {
            if (state.kind.startsWith('full')) throw full();
            if (state.kind.startsWith('dead')) this.close();
            else if (state.kind === 'aborted') {
                const transaction = plain.transaction.call(this, stores, mode, options);
                plain.setTimeout.call(window, () => end(transaction, null), 0);
                return transaction;
            }
        }
        return plain.transaction.call(this, stores, mode, options);
    };

    for (const method of ['get', 'getAll', 'getAllKeys', 'put', 'delete', 'clear']) {
        const before = IDBObjectStore.prototype[method];
        IDBObjectStore.prototype[method] = function (...what) {
            const { transaction } = this;
            if (!hits(transaction.db.name, `${method} ${this.name}`, method === 'put')) {
                return before.apply(this, what);
            }
            const { kind } = state;
            if (kind.startsWith('full')) {
                const request = before.apply(this, what);
                queueMicrotask(() => end(transaction, full()));
                return request;
            }
            if (kind.startsWith('dead')) {
                transaction.db.close();
                end(transaction, null);
            } else if (kind === 'aborted') {
                const request = before.apply(this, what);
                queueMicrotask(() => end(transaction, new DOMException('gone', 'UnknownError')));
                return request;
            } else if (kind === 'silent') {
                return never(before.apply(this, what));
            }
            return before.apply(this, what);
        };
    }

    IDBTransaction.prototype.commit = function () {
        if (!hits(this.db.name, 'commit', true)) return plain.commit.call(this);
        const { kind } = state;
        if (kind.startsWith('full')) return end(this, full());
        if (kind.startsWith('dead')) {
            this.db.close();
            return end(this, null);
        }
        if (kind === 'aborted') return end(this, new DOMException('gone', 'UnknownError'));
        // Silent: it is left to commit by itself.
        return undefined;
    };

    // What is waited for eight seconds is waited for a moment, where nothing else would be tested.
    const shortens = () => state.name !== null && (state.kind === 'silent' || state.kind === 'patient');

    window.setTimeout = function (run, after, ...more) {
        if (after >= 8000 && shortens()) after = 250;
        return plain.setTimeout.call(window, run, after, ...more);
    };

    window.faults = {
        arm(name, kind, at) {
            Object.assign(state, { name, kind, at, calls: 0, hit: null });
        },
        disarm() {
            const { calls, hit } = state;
            state.name = null;
            return { calls, hit };
        },
    };
})();
