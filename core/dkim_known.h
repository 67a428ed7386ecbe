/* SPDX-License-Identifier: MIT */
/* Keys whose private half is printed in a standard or shipped in a public test suite, by the
 * fingerprint of sesame_dkim_key_fingerprint; for dkim_key.c alone. */
#ifndef SESAME_DKIM_KNOWN_H
#define SESAME_DKIM_KNOWN_H

static const struct {
  const char *fingerprint, *what;
} known[] = {
    {"1be2c2e898b8cb93583845439eb7b8df9d47527f9b77751cfcd96d91851f4efd",
     "the example of RFC 6376 appendix C"},
    {"faa7f1558c0345a1166a022f3c50feabe8105966d5d8010d3c8d29a462986a42",
     "the RSA example of RFC 8463 appendix A"},
    {"21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9",
     "the Ed25519 example of RFC 8463 appendix A"},
    {"09cfe02ac27f6d96a02a161ba50f27e1ebd2c1eddaec62a9cb25ec7fa95eec29",
     "the 1024-bit test key of dkimpy"},
    {"955c67cf13950420b26f96b502ec817d1cae7b1cfdbe65ddc5d440a0759522cb",
     "the 2048-bit test key of dkimpy"},
    {"ddd6c774d179f5bb23f48479a5447363d0def51cc49da8e1c6a24cffbb1b13c8",
     "the second 2048-bit test key of dkimpy"},
    {"c36a204dceb651e8459f6544c4e7b10acab5cb06c663e7dcd2fe0810b46ce013",
     "the Ed25519 test key of dkimpy"},
};

#endif
