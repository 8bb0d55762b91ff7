// The libraries that the board serves under /lib; what is in them is not looked into.
export const init: any;
export const connect: any;
export const TabulatorFull: any;
export const graphic: any;
