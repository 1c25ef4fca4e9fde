// numbers.js: addresses and page-table entries as numbers that JavaScript can represent. A physical
// address is a number. A virtual address is the number in its low 48 bits, since all higher bits
// are copies of bit 47. An entry is two numbers of 32 bits.

const PAGE_SIZE = 4096;
const HIGH_HALF = 2 ** 47;
const NOT_AN_ADDRESS = -1;

const PRESENT = 1, WRITABLE = 2, USER = 4, LARGE = 0x80;
const EXECUTE_DISABLE_HIGH = 0x80000000; // bit 63, in the high half of an entry

// isHexadecimal(text)
//    Is it a string such as "0x103000", with at most 64 bits?
function isHexadecimal(text) {
    return typeof text === "string" && /^0x[0-9a-f]{1,16}$/i.test(text);
}

function lowHalf(text) {
    return parseInt(text.length > 10 ? text.slice(-8) : text, 16) >>> 0;
}

function highHalf(text) {
    return text.length > 10 ? parseInt(text.slice(2, -8), 16) >>> 0 : 0;
}

// physicalNumber(text), virtualNumber(text)
//    The address in a hexadecimal string; of a virtual one, the low 48 bits.
function physicalNumber(text) {
    return (highHalf(text) & 0xFFFFF) * 2 ** 32 + lowHalf(text);
}

function virtualNumber(text) {
    return (highHalf(text) & 0xFFFF) * 2 ** 32 + lowHalf(text);
}

// entryAddress(low, high)
//    The physical address in an entry: bits 12 to 51 (Intel SDM vol. 3A, 4.5).
function entryAddress(low, high) {
    return (high & 0xFFFFF) * 2 ** 32 + ((low & 0xFFFFF000) >>> 0);
}

// entryIsLarge(low, level)
//    Does a present entry of `level` map a large page?
function entryIsLarge(low, level) {
    return (level === 2 || level === 3) && (low & LARGE) !== 0;
}

// entrySpan(level)
//    Bytes of virtual memory that one entry of `level` covers.
function entrySpan(level) {
    return 2 ** (12 + 9 * (level - 1));
}

function entryIndex(address, level) {
    return Math.floor(address / entrySpan(level)) % 512;
}

// hexadecimal(number), virtualText(number), entryText(low, high)
//    The text of a number, a virtual address, an entry: "0x103000", "0xffff800000000000".
function hexadecimal(number) {
    return "0x" + number.toString(16);
}

function virtualText(number) {
    return number >= HIGH_HALF ? "0xffff" + number.toString(16) : hexadecimal(number);
}

function entryText(low, high) {
    return "0x" + (high ? high.toString(16) + low.toString(16).padStart(8, "0") : low.toString(16));
}

// typedAddress(text)
//    The virtual address in a typed text, with or without 0x. NOT_AN_ADDRESS if there is none, or
//    it is not canonical: bits 48 to 63 have to be copies of bit 47.
function typedAddress(text) {
    const digits = text.trim().replace(/^0x/i, "").replace(/_/g, "");
    if (!/^[0-9a-f]{1,16}$/i.test(digits)) {
        return NOT_AN_ADDRESS;
    }
    const upper = parseInt(digits.padStart(16, "0").slice(0, 4), 16);
    const address = virtualNumber("0x" + digits);
    return upper === (address >= HIGH_HALF ? 0xFFFF : 0) ? address : NOT_AN_ADDRESS;
}
