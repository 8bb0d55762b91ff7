// What is not looked into: the libraries that the board serves, and Node for what runs in the build.
declare module 'node:*';
declare const process: any;
